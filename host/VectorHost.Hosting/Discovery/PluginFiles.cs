using System.Diagnostics.CodeAnalysis;
using System.IO.Enumeration;

namespace VectorHost.Hosting.Discovery;

/// <summary>The regular files that make up a plugin: what is checked, copied and loaded, and nothing else.</summary>
internal sealed class PluginFiles
{
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false };

    private readonly Dictionary<string, PluginFile> _byPath;

    private PluginFiles(IEnumerable<PluginFile> files, IReadOnlyList<PluginProblem> problems)
    {
        _byPath = files.ToDictionary(file => file.RelativePath, RealPath.Comparer);
        List<PluginFile> all = [.. _byPath.Values];
        all.Sort((left, right) => string.CompareOrdinal(left.RelativePath, right.RelativePath));
        All = all;
        Problems = problems;
    }

    public static PluginFiles None { get; } = new([], []);

    /// <summary>The files in the ordinal order of their paths.</summary>
    public IReadOnlyList<PluginFile> All { get; }

    /// <summary>What was refused or passed over.</summary>
    public IReadOnlyList<PluginProblem> Problems { get; }

    public bool TryGet(string relativePath, [NotNullWhen(true)] out PluginFile? file) => _byPath.TryGetValue(relativePath, out file);

    /// <summary>Whether the files have the same paths, lengths and times.</summary>
    public bool AreSame(PluginFiles other) => All.SequenceEqual(other.All);

    /// <summary>Reads which files a plugin has. Opens none.</summary>
    /// <param name="layout">Whether the whole folder or a single file is the plugin.</param>
    /// <param name="directory">The folder, without links.</param>
    /// <param name="name">The plugin's name.</param>
    /// <param name="root">The folder that no link may leave, without links.</param>
    /// <param name="everyPlatform">Whether the files for other platforms count, which are neither copied nor loaded.</param>
    public static PluginFiles Read(PluginLayout layout, string directory, string name, string root, bool everyPlatform = false)
    {
        var reader = new Reader(root, everyPlatform);
        if (layout == PluginLayout.Folder)
        {
            reader.ReadFolder(directory, "");
        }
        else
        {
            reader.ReadFile(Path.Combine(directory, name + ".dll"), name + ".dll");
            reader.ReadFile(Path.Combine(directory, name + ".deps.json"), name + ".deps.json");
        }

        return new PluginFiles(reader.Files, reader.Problems);
    }

    private sealed class Reader(string root, bool everyPlatform)
    {
        public List<PluginFile> Files { get; } = [];

        public List<PluginProblem> Problems { get; } = [];

        public void ReadFolder(string directory, string prefix)
        {
            foreach (string entry in Entries(directory))
            {
                string name = Path.TrimEndingDirectorySeparator(entry);
                string path = Path.Combine(directory, name);
                string relativePath = prefix + name;
                if (name.Length == entry.Length)
                {
                    ReadFile(path, relativePath);
                }
                else if (FileStatus.Of(path).Kind == FileKind.Link)
                {
                    Problems.Add(PluginProblems.LinkedFolderSkipped(path));
                }
                else if (everyPlatform || !HostPlatform.IsForeignRuntimeFolder(relativePath))
                {
                    ReadFolder(path, relativePath + "/");
                }
            }
        }

        public void ReadFile(string file, string relativePath)
        {
            string path = file;
            FileStatus status = FileStatus.Of(path);
            if (status.Kind == FileKind.Link)
            {
                LinkOutcome outcome = RealPath.Resolve(path, out string target);
                if (LinkProblem(path, outcome, target) is { } problem)
                {
                    Problems.Add(problem);
                    return;
                }

                path = target;
                status = FileStatus.Of(path);
            }

            if (status.Kind == FileKind.RegularFile)
            {
                Files.Add(new PluginFile(relativePath, path, status.Length, status.LastWriteTimeUtc));
            }
            else if (status.Kind != FileKind.Missing)
            {
                Problems.Add(PluginProblems.NotARegularFile(file));
            }
        }

        // The names of files and, with a separator at the end, of folders. The entry itself says which it is; objects that
        // stand for files would ask the system once more.
        private static FileSystemEnumerable<string> Entries(string directory) => new(
            directory,
            static (ref entry) => entry.IsDirectory ? $"{entry.FileName}{Path.DirectorySeparatorChar}" : entry.FileName.ToString(),
            Everything);

        private PluginProblem? LinkProblem(string path, LinkOutcome outcome, string target) => outcome switch
        {
            LinkOutcome.Loop => PluginProblems.LinkLoop(path),
            LinkOutcome.Missing => PluginProblems.LinkTargetMissing(path, target),
            _ when !RealPath.IsBelow(target, root) => PluginProblems.LinkLeavesRoot(path, target, root),
            _ => null,
        };
    }
}
