using System.Text;

namespace VectorHost.Indexing.Repositories;

/// <summary>Finds and reads the ignore files of a repository: the user's, git's own, and those in its folders.</summary>
internal sealed class IgnoreRules
{
    private static readonly string[] FileNames = [".gitignore", ".vectorhostignore"];

    private IgnoreRules(string pathPrefix, bool ignoreCase, IgnoreScope outermost)
    {
        PathPrefix = pathPrefix;
        IgnoreCase = ignoreCase;
        Outermost = outermost;
    }

    /// <summary>What stands before a path relative to the repository's root to make it relative to the work tree's root.</summary>
    public string PathPrefix { get; }

    /// <summary>Whether paths are lowered (ASCII) before they are matched.</summary>
    public bool IgnoreCase { get; }

    /// <summary>The ignore files that hold for the root folder, but for those in it.</summary>
    public IgnoreScope Outermost { get; private set; }

    /// <summary>Reads what lies outside of the root folder.</summary>
    /// <param name="root">The repository's real root folder.</param>
    /// <param name="folders">The user's folders.</param>
    public static IgnoreRules Load(string root, UserFolders folders)
    {
        GitWorkTree? workTree = GitWorkTree.Find(root);
        string top = workTree?.Root ?? root;
        string relative = Path.GetRelativePath(top, root);
        string[] parts = relative == "." ? [] : relative.Split(Path.DirectorySeparatorChar);
        bool ignoreCase = IgnoresCase(workTree);
        List<IgnoreList> lists = [Read(GlobalFile(workTree, folders, root), pathOffset: 0, ignoreCase)];
        if (workTree is not null)
        {
            lists.Add(Read(Path.Combine(workTree.GitFolder, "info", "exclude"), pathOffset: 0, ignoreCase));
        }

        IgnoreRules rules = new(string.Concat(parts.Select(static part => part + '/')), ignoreCase, new IgnoreScope(Outer: null, lists));
        for (int depth = 0; depth < parts.Length; depth++)
        {
            string folder = Path.Combine([top, .. parts[..depth]]);
            string prefix = string.Concat(parts[..depth].Select(static part => part + '/'));
            rules.Outermost = rules.ReadFolder(folder, Encoding.UTF8.GetByteCount(prefix), FileNames, rules.Outermost);
        }

        return rules;
    }

    /// <summary>The scope of a folder in the repository.</summary>
    /// <param name="folder">The folder, absolute.</param>
    /// <param name="relativePath">The folder relative to the repository's root, with a slash at its end unless it is the root.</param>
    /// <param name="entries">What is in the folder.</param>
    /// <param name="outer">The scope of the folder above.</param>
    public IgnoreScope Enter(string folder, string relativePath, IReadOnlyList<FolderEntry> entries, IgnoreScope outer)
    {
        IEnumerable<string> present = FileNames.Where(
            name => entries.Any(entry => entry.Name == name && entry is { IsFolder: false, IsLink: false, Length: > 0 }));
        return ReadFolder(folder, Encoding.UTF8.GetByteCount(PathPrefix) + Encoding.UTF8.GetByteCount(relativePath), present, outer);
    }

    private IgnoreScope ReadFolder(string folder, int pathOffset, IEnumerable<string> names, IgnoreScope outer)
    {
        IgnoreList[] lists =
        [
            .. names
                .Select(name => IgnoreList.Parse(IgnoreFileReader.ReadBytes(Path.Combine(folder, name), followLink: false), pathOffset, IgnoreCase))
                .Where(static list => !list.IsEmpty),
        ];
        return lists.Length == 0 ? outer : new IgnoreScope(outer, lists);
    }

    private static IgnoreList Read(string? file, int pathOffset, bool ignoreCase) =>
        IgnoreList.Parse(file is null ? [] : IgnoreFileReader.ReadBytes(file, followLink: true), pathOffset, ignoreCase);

    private static bool IgnoresCase(GitWorkTree? workTree) =>
        workTree is null
            ? OperatingSystem.IsWindows() || OperatingSystem.IsMacOS()
            : GitConfiguration.Read(Path.Combine(workTree.GitFolder, "config"), "core", "ignorecase") is "true" or "yes" or "on" or "1" or "";

    /// <summary>The file of <c>core.excludesFile</c>, with git's default.</summary>
    private static string? GlobalFile(GitWorkTree? workTree, UserFolders folders, string root)
    {
        string? configured = null;
        string?[] files =
        [
            folders.Configuration.Length == 0 ? null : Path.Combine(folders.Configuration, "git", "config"),
            folders.Home.Length == 0 ? null : Path.Combine(folders.Home, ".gitconfig"),
            workTree is null ? null : Path.Combine(workTree.GitFolder, "config"),
        ];
        foreach (string file in files.OfType<string>())
        {
            configured = GitConfiguration.Read(file, "core", "excludesfile") ?? configured;
        }

        if (configured is null)
        {
            return folders.Configuration.Length == 0 ? null : Path.Combine(folders.Configuration, "git", "ignore");
        }

        bool isInHome = configured.StartsWith("~/", StringComparison.Ordinal);
        return configured.Length == 0 ? null : GitPath.Resolve(isInHome ? Path.Combine(folders.Home, configured[2..]) : configured, root);
    }
}
