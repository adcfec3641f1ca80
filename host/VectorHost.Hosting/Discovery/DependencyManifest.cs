using System.Text.Json;

namespace VectorHost.Hosting.Discovery;

/// <summary>Reads <c>NAME.deps.json</c>, by which the runtime finds a plugin's dependencies.</summary>
internal static class DependencyManifest
{
    private const long MaxLength = 10 * 1024 * 1024;

    private static readonly JsonElement Nothing = JsonElement.Parse("{}");

    /// <summary>Reads which files it lists for this platform.</summary>
    /// <param name="file">The manifest.</param>
    /// <param name="problem">Why it cannot be used.</param>
    public static IReadOnlyList<DependencyAsset> Read(PluginFile file, out PluginProblem? problem)
    {
        problem = null;
        try
        {
            if (file.Length > MaxLength)
            {
                throw new InvalidDataException($"it has {file.Length} bytes, which no build would write.");
            }

            byte[] bytes = File.ReadAllBytes(file.FullPath);
            ReadOnlyMemory<byte> text = bytes.AsSpan().StartsWith("\uFEFF"u8) ? bytes.AsMemory(3) : bytes;
            using var document = JsonDocument.Parse(text);
            return ReadAssets(document.RootElement);
        }
        catch (JsonException exception)
        {
            problem = PluginProblems.MalformedManifest(
                file.FullPath, $"line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1} is not JSON.");
        }
        catch (InvalidDataException exception)
        {
            problem = PluginProblems.MalformedManifest(file.FullPath, exception.Message);
        }
        catch (Exception exception) when (exception is InvalidOperationException or KeyNotFoundException)
        {
            problem = PluginProblems.MalformedManifest(file.FullPath, "a value is missing or of the wrong kind.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problem = PluginProblems.Unreadable(file.FullPath, exception.Message);
        }

        return [];
    }

    /// <summary>Whether a listed path would lead out of the plugin's folder.</summary>
    public static bool Leaves(string path) =>
        path.Contains('\\', StringComparison.Ordinal) || path.Contains(':', StringComparison.Ordinal) ||
        path.StartsWith('/') || path.StartsWith('~') || path.Split('/').Contains("..");

    private static List<DependencyAsset> ReadAssets(JsonElement root)
    {
        string target = root.TryGetProperty("runtimeTarget", out JsonElement runtimeTarget) &&
            runtimeTarget.TryGetProperty("name", out JsonElement name)
                ? name.GetString() ?? ""
                : throw new InvalidDataException("it names no runtime target.");
        if (!root.TryGetProperty("targets", out JsonElement targets) ||
            !targets.TryGetProperty(target, out JsonElement libraries))
        {
            throw new InvalidDataException($"it has no target '{target}'.");
        }

        List<DependencyAsset> assets = [];
        foreach (JsonProperty library in libraries.EnumerateObject())
        {
            AddPlain(assets, library, "runtime", DependencyAssetKind.Managed);
            AddPlain(assets, library, "native", DependencyAssetKind.Native);
            AddSatellites(assets, library);
            AddNearest(assets, library, "runtime", DependencyAssetKind.Managed);
            AddNearest(assets, library, "native", DependencyAssetKind.Native);
        }

        return assets;
    }

    private static void AddPlain(List<DependencyAsset> assets, JsonProperty library, string section, DependencyAssetKind kind)
    {
        foreach (JsonProperty asset in Members(library.Value, section))
        {
            Add(assets, new DependencyAsset(asset.Name, library.Name, kind, [FileName(asset.Name), asset.Name]));
        }
    }

    private static void AddSatellites(List<DependencyAsset> assets, JsonProperty library)
    {
        foreach (JsonProperty asset in Members(library.Value, "resources"))
        {
            string? culture = asset.Value.TryGetProperty("locale", out JsonElement locale) ? locale.GetString() : null;
            string beside = $"{culture}/{FileName(asset.Name)}";
            Add(assets, new DependencyAsset(asset.Name, library.Name, DependencyAssetKind.Satellite, [beside, asset.Name]));
        }
    }

    /// <summary>Of the files for single platforms, adds those of the platform nearest to ours.</summary>
    private static void AddNearest(List<DependencyAsset> assets, JsonProperty library, string type, DependencyAssetKind kind)
    {
        foreach (string identifier in HostPlatform.RuntimeIdentifiers)
        {
            bool isNearest = false;
            foreach (JsonProperty asset in Members(library.Value, "runtimeTargets"))
            {
                if (asset.Value.GetProperty("rid").ValueEquals(identifier) && asset.Value.GetProperty("assetType").ValueEquals(type))
                {
                    isNearest = true;
                    Add(assets, new DependencyAsset(asset.Name, library.Name, kind, [asset.Name]));
                }
            }

            if (isNearest)
            {
                return;
            }
        }
    }

    private static void Add(List<DependencyAsset> assets, DependencyAsset asset)
    {
        // A file of this name is how a package says that it has nothing to add for a framework.
        if (FileName(asset.Path) != "_._")
        {
            assets.Add(asset);
        }
    }

    private static JsonElement.ObjectEnumerator Members(JsonElement value, string section) =>
        value.TryGetProperty(section, out JsonElement element) ? element.EnumerateObject() : Nothing.EnumerateObject();

    private static string FileName(string path) => path[(path.LastIndexOf('/') + 1)..];
}
