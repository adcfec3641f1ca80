using VectorHost.Hosting.Discovery;

namespace VectorHost.Hosting.Integrity;

/// <summary>Finds files and folders that every user of the machine may write. On Windows the question is another one, and is not asked.</summary>
internal static class FilePermissions
{
    private const int EverybodyWrites = 0x2; // The bit 002.

    /// <summary>Looks at a plugin's files and their folders.</summary>
    /// <returns>One warning for all of them, or <see langword="null"/>.</returns>
    public static PluginProblem? FindWritableByAll(PluginDescriptor plugin)
    {
        string[] files = [.. plugin.Files.All.Select(file => file.FullPath)];
        IEnumerable<string> folders = files.Select(file => Path.GetDirectoryName(file)!).Where(folder => folder != plugin.Root);
        return FindWritableByAll([.. folders.Distinct(StringComparer.Ordinal), .. files]);
    }

    /// <summary>Looks at paths, of which some may be missing.</summary>
    public static PluginProblem? FindWritableByAll(params IReadOnlyList<string> paths)
    {
        if (OperatingSystem.IsWindows())
        {
            return null;
        }

        string[] writable = [.. paths.Where(IsWritableByAll)];
        return writable.Length == 0 ? null : IntegrityProblems.WritableByAll(writable[0], writable.Length - 1);
    }

    // What is missing, or not ours to look at, is not: whoever opens it will say so.
    private static bool IsWritableByAll(string path) =>
        UnixStatus.TryReadTarget(path, out UnixStatus status) && (status.Mode & EverybodyWrites) != 0;
}
