using VectorHost.Hosting.Discovery;
using VectorHost.Hosting.Loading;

namespace VectorHost.Hosting.Integrity;

/// <summary>Hashes a plugin's files, and finds what differs from a lock file.</summary>
internal static class FileHashes
{
    /// <summary>Hashes files, which are known to be regular ones.</summary>
    /// <exception cref="IOException">One cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">One may not be read.</exception>
    public static SortedDictionary<string, string> Of(PluginFiles files) =>
        Of(files.All.Select(file => (file.RelativePath, PluginContent.HashFile(file.FullPath))));

    /// <summary>Writes hashes as a lock file does.</summary>
    public static SortedDictionary<string, string> Of(IEnumerable<(string RelativePath, byte[] Hash)> files)
    {
        var hashes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach ((string path, byte[] hash) in files)
        {
            hashes.Add(path, Convert.ToHexStringLower(hash));
        }

        return hashes;
    }

    /// <summary>Pins a plugin: every file, those for other platforms included.</summary>
    public static LockedPlugin Lock(PluginDescriptor plugin) => new()
    {
        Name = plugin.Name,
        Version = plugin.Version?.ToString(),
        Files = Of(PluginFiles.Read(plugin.Layout, plugin.Directory, plugin.Name, plugin.Root, everyPlatform: true)),
    };

    /// <summary>Finds every file that was changed, added, removed or renamed.</summary>
    /// <param name="locked">What it should be.</param>
    /// <param name="found">What it is, by path.</param>
    /// <param name="directory">The folder that messages name.</param>
    public static List<PluginProblem> Compare(
        IReadOnlyDictionary<string, string> locked, SortedDictionary<string, string> found, string directory)
    {
        List<PluginProblem> problems = [];
        Dictionary<string, string> missing = new(locked.Where(file => !found.ContainsKey(file.Key)), RealPath.Comparer);
        foreach ((string path, string hash) in found)
        {
            string file = Path.Combine(directory, path);
            if (locked.TryGetValue(path, out string? expected))
            {
                if (hash != expected)
                {
                    problems.Add(IntegrityProblems.FileChanged(file, expected, hash));
                }
            }
            else if (missing.FirstOrDefault(other => other.Value == hash).Key is { } was)
            {
                missing.Remove(was);
                problems.Add(IntegrityProblems.FileRenamed(file, was, hash));
            }
            else
            {
                problems.Add(IntegrityProblems.FileAdded(file, hash));
            }
        }

        problems.AddRange(missing
            .OrderBy(file => file.Key, StringComparer.Ordinal)
            .Select(file => IntegrityProblems.FileRemoved(Path.Combine(directory, file.Key), file.Value)));
        return problems;
    }
}
