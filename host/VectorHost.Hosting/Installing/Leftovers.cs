using VectorHost.Hosting.Discovery;

namespace VectorHost.Hosting.Installing;

/// <summary>
/// The folders that exist in a folder of plugins while one is installed or removed. Each holds the plugin under its own
/// name, so that after an interruption the name of the folder alone tells what to do with it.
/// </summary>
internal static class Leftovers
{
    /// <summary>Holds a plugin that is not complete yet.</summary>
    public const string Installing = ".installing-";

    /// <summary>Holds a plugin that was taken out and is being deleted.</summary>
    public const string Removing = ".removing-";

    /// <summary>Holds a plugin whose successor is being put into its place.</summary>
    public const string Replacing = ".replacing-";

    /// <summary>Whether a name is one of these.</summary>
    public static bool IsOne(string name) =>
        name.StartsWith(Installing, StringComparison.Ordinal) ||
        name.StartsWith(Removing, StringComparison.Ordinal) ||
        name.StartsWith(Replacing, StringComparison.Ordinal);

    /// <summary>Puts everything right that an interruption left. Only for whoever alone may change the folder.</summary>
    /// <returns>What was found and what became of it.</returns>
    public static IReadOnlyList<PluginProblem> Recover(string directory)
    {
        List<PluginProblem> recovered = [];
        foreach (DirectoryInfo folder in new DirectoryInfo(directory).GetDirectories().OrderBy(folder => folder.Name, StringComparer.Ordinal))
        {
            if (IsOne(folder.Name))
            {
                string outcome = folder.Name.StartsWith(Replacing, StringComparison.Ordinal) && folder.LinkTarget is null
                    ? PutBack(folder, directory)
                    : $"'{folder.Name}' was deleted.";
                Delete(folder);
                recovered.Add(InstallProblems.Recovered(folder.FullName, outcome));
            }
        }

        return recovered;
    }

    /// <summary>Deletes a folder, or the link to one.</summary>
    public static void Delete(DirectoryInfo folder) => folder.Delete(recursive: folder.LinkTarget is null);

    private static string PutBack(DirectoryInfo folder, string directory)
    {
        List<string> names = [];
        foreach (FileSystemInfo entry in folder.GetFileSystemInfos())
        {
            string target = Path.Combine(directory, entry.Name);
            if (FileStatus.Of(target).Kind == FileKind.Missing)
            {
                Directory.Move(entry.FullName, target);
                names.Add(entry.Name);
            }
        }

        return names.Count == 0
            ? $"'{folder.Name}' was deleted, since the new version is in its place."
            : $"'{string.Join("', '", names)}' was put back, since the new version never came.";
    }
}
