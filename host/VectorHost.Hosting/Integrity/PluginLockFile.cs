using System.Buffers;
using System.Text.Json;
using VectorHost.Hosting.Discovery;

namespace VectorHost.Hosting.Integrity;

/// <summary>Reads and writes <c>plugins.lock.json</c> in a folder of plugins.</summary>
internal static class PluginLockFile
{
    public const string Name = "plugins.lock.json";

    private const long MaxLength = 64 * 1024 * 1024;
    private const int HashDigits = 64;

    private static readonly SearchValues<char> HexadecimalDigits = SearchValues.Create("0123456789abcdef");

    /// <summary>Where the lock file of a folder is.</summary>
    public static string PathIn(string pluginsDirectory) => Path.Combine(pluginsDirectory, Name);

    /// <summary>Reads the lock file of a folder.</summary>
    /// <param name="pluginsDirectory">The folder of plugins.</param>
    /// <param name="problem">Why it cannot be used, unless it is simply missing.</param>
    /// <returns><see langword="null"/> where there is none, or none that can be used.</returns>
    public static PluginLock? TryRead(string pluginsDirectory, out PluginProblem? problem)
    {
        string file = PathIn(pluginsDirectory);
        problem = null;
        try
        {
            FileKind kind = FileStatus.Of(file).Kind;
            if (kind == FileKind.Missing)
            {
                return null;
            }

            if (kind != FileKind.RegularFile)
            {
                throw new InvalidDataException("it is not a regular file.");
            }

            return Parse(file);
        }
        catch (JsonException exception)
        {
            string place = exception.LineNumber is { } line ? $"line {line + 1}: " : "";
            problem = IntegrityProblems.LockMalformed(file, $"{place}{Words(exception)}");
        }
        catch (InvalidDataException exception)
        {
            problem = IntegrityProblems.LockMalformed(file, exception.Message);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problem = IntegrityProblems.LockMalformed(file, exception.Message);
        }

        return null;
    }

    /// <summary>Writes the lock file of a folder, all of it or nothing. The same content gives the same bytes.</summary>
    public static void Write(string pluginsDirectory, PluginLock content)
    {
        var document = new PluginLockDocument { LockVersion = PluginLockDocument.CurrentVersion, Plugins = content.Plugins };
        byte[] bytes = [.. JsonSerializer.SerializeToUtf8Bytes(document, PluginLockJson.Default.PluginLockDocument), (byte)'\n'];
        WholeFile.Write(PathIn(pluginsDirectory), bytes, isPrecious: true);
    }

    private static PluginLock Parse(string file)
    {
        using FileStream stream = File.OpenRead(file);
        if (stream.Length > MaxLength)
        {
            throw new InvalidDataException($"it has {stream.Length} bytes, which no host would write.");
        }

        PluginLockDocument document = JsonSerializer.Deserialize(stream, PluginLockJson.Default.PluginLockDocument)
            ?? throw new InvalidDataException("it holds nothing.");
        if (document.LockVersion != PluginLockDocument.CurrentVersion)
        {
            throw new InvalidDataException(
                $"its lock_version is {document.LockVersion}, and this host understands {PluginLockDocument.CurrentVersion}.");
        }

        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (LockedPlugin plugin in document.Plugins)
        {
            Check(plugin ?? throw new InvalidDataException("it lists a plugin that is null."));
            if (!names.Add(plugin.Name))
            {
                throw new InvalidDataException($"it lists the plugin '{plugin.Name}' twice.");
            }
        }

        // The serializer sorts by culture.
        return new PluginLock
        {
            Plugins = [.. document.Plugins.Select(plugin => plugin with { Files = new(plugin.Files, StringComparer.Ordinal) })],
        };
    }

    private static void Check(LockedPlugin plugin)
    {
        if (plugin.Name.Length == 0 || plugin.Name.Contains('/', StringComparison.Ordinal) || Leaves(plugin.Name))
        {
            throw new InvalidDataException($"'{plugin.Name}' is not a name of a plugin: it leads out of the plugins folder.");
        }

        foreach ((string path, string hash) in plugin.Files)
        {
            if (path.Length == 0 || Leaves(path))
            {
                throw new InvalidDataException($"it lists '{path}' for the plugin '{plugin.Name}', which leads out of its folder.");
            }

            // The serializer keeps null out of members, and lets it into dictionaries.
            if (hash is not { Length: HashDigits } || hash.AsSpan().ContainsAnyExcept(HexadecimalDigits))
            {
                throw new InvalidDataException($"the hash of '{path}' of the plugin '{plugin.Name}' is not {HashDigits} hexadecimal digits.");
            }
        }
    }

    private static bool Leaves(string path) => path is "." or ".." || DependencyManifest.Leaves(path);

    // The serializer's own words go on about paths and positions, which stand at the beginning already.
    private static string Words(JsonException exception)
    {
        int end = exception.Message.IndexOf(" Path: ", StringComparison.Ordinal);
        return (end < 0 ? exception.Message : exception.Message[..end]).ReplaceLineEndings(" ");
    }
}
