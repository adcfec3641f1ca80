using VectorHost.Hosting.Discovery;

namespace VectorHost.Hosting.Lifetime;

/// <summary>Which files in the folder of plugins belong to which name.</summary>
internal static class PluginPlace
{
    private const string ManifestEnding = ".deps.json";
    private const string AssemblyEnding = ".dll";

    /// <summary>The plugin that a path in the folder of plugins belongs to.</summary>
    /// <param name="relativePath">The path below that folder.</param>
    /// <returns><see langword="null"/> for hidden files and those that belong to nobody.</returns>
    public static string? NameOf(string relativePath)
    {
        string first = relativePath.Split(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar)[0];
        bool isAlone = first.Length == relativePath.Length;
        return first.Length == 0 || first[0] == '.' ? null
            : isAlone && first.EndsWith(AssemblyEnding, StringComparison.OrdinalIgnoreCase) ? first[..^AssemblyEnding.Length]
            : isAlone && first.EndsWith(ManifestEnding, StringComparison.OrdinalIgnoreCase) ? first[..^ManifestEnding.Length]
            : first;
    }

    /// <summary>The regular files of a folder, and of a file, with a plugin's name. Opens none.</summary>
    /// <param name="directory">The folder of plugins, without links.</param>
    /// <param name="name">The plugin's name.</param>
    public static IEnumerable<PluginFile> ReadFiles(string directory, string name)
    {
        IReadOnlyList<PluginFile> files = PluginFiles.Read(PluginLayout.SingleFile, directory, name, directory).All;
        return RealPath.Resolve(Path.Combine(directory, name), out string folder) == LinkOutcome.Resolved &&
            RealPath.IsBelow(folder, directory) && FileStatus.Of(folder).Kind == FileKind.Directory
            ? files.Concat(PluginFiles.Read(PluginLayout.Folder, folder, name, directory).All)
            : files;
    }

    /// <summary>The state of every name's files, without their bytes.</summary>
    /// <param name="directory">The folder of plugins, without links; it may be missing.</param>
    public static IReadOnlyDictionary<string, string> ReadAll(string directory)
    {
        Dictionary<string, string> states = new(StringComparer.Ordinal);
        if (!Directory.Exists(directory))
        {
            return states;
        }

        foreach (string entry in Directory.EnumerateFileSystemEntries(directory))
        {
            if (NameOf(Path.GetFileName(entry)) is { } name)
            {
                states[name] = ReadState(directory, name);
            }
        }

        return states;
    }

    private static string ReadState(string directory, string name)
    {
        try
        {
            return string.Join('\n', ReadFiles(directory, name).Select(file => $"{file.FullPath}|{file.Length}|{file.LastWriteTimeUtc.Ticks}"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return exception.Message;
        }
    }
}
