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
        catch (InvalidOperationException)
        {
            problem = PluginProblems.MalformedManifest(file.FullPath, "a value is of the wrong kind.");
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

        return [.. libraries.EnumerateObject().SelectMany(library => ReadLibrary(library.Name, library.Value))];
    }

    private static IEnumerable<DependencyAsset> ReadLibrary(string library, JsonElement value) =>
        [.. ReadPlain(library, value, "runtime", DependencyAssetKind.Managed),
            .. ReadPlain(library, value, "native", DependencyAssetKind.Native),
            .. ReadSatellites(library, value),
            .. ReadPlatformAssets(library, value)];

    private static IEnumerable<DependencyAsset> ReadPlain(
        string library, JsonElement value, string section, DependencyAssetKind kind) =>
        from asset in Members(value, section)
        where !IsPlaceholder(asset.Name)
        select new DependencyAsset(asset.Name, library, kind, [FileName(asset.Name), asset.Name]);

    private static IEnumerable<DependencyAsset> ReadSatellites(string library, JsonElement value) =>
        from asset in Members(value, "resources")
        let culture = asset.Value.TryGetProperty("locale", out JsonElement locale) ? locale.GetString() : null
        select new DependencyAsset(
            asset.Name, library, DependencyAssetKind.Satellite, [$"{culture}/{FileName(asset.Name)}", asset.Name]);

    /// <summary>Of the files for single platforms, those of the platform nearest to ours.</summary>
    private static IEnumerable<DependencyAsset> ReadPlatformAssets(string library, JsonElement value)
    {
        ILookup<(string Identifier, string Type), string> byPlatform = Members(value, "runtimeTargets").ToLookup(
            asset => (asset.Value.GetProperty("rid").GetString() ?? "", asset.Value.GetProperty("assetType").GetString() ?? ""),
            asset => asset.Name);
        foreach ((string type, DependencyAssetKind kind) in new[] { ("runtime", DependencyAssetKind.Managed), ("native", DependencyAssetKind.Native) })
        {
            string? nearest = HostPlatform.RuntimeIdentifiers.FirstOrDefault(identifier => byPlatform.Contains((identifier, type)));
            foreach (string path in nearest is null ? [] : byPlatform[(nearest, type)].Where(path => !IsPlaceholder(path)))
            {
                yield return new DependencyAsset(path, library, kind, [path]);
            }
        }
    }

    private static JsonElement.ObjectEnumerator Members(JsonElement value, string section) =>
        value.TryGetProperty(section, out JsonElement element) ? element.EnumerateObject() : Nothing.EnumerateObject();

    private static string FileName(string path) => path[(path.LastIndexOf('/') + 1)..];

    // How a package says that it has nothing to add for a framework.
    private static bool IsPlaceholder(string path) => FileName(path) == "_._";
}
