namespace VectorHost.Indexing.Repositories;

/// <summary>Walks a repository as its owner expects: what git ignores, links, and what nobody searches for is left out.</summary>
/// <remarks>
/// <para>
/// Ignore files mean what they mean to git: <c>.gitignore</c> in every folder, and in those above the root up to the root
/// of the git work tree; <c>.git/info/exclude</c>; and the user's <c>core.excludesFile</c>. A <c>.vectorhostignore</c>
/// beside a <c>.gitignore</c> has the same syntax and is read after it. The working tree counts, not git's index:
/// untracked files are walked, and a tracked file that an ignore file names is not.
/// </para>
/// <para>
/// Files of submodules and nested repositories are walked as part of the tree. No link is followed. No file is opened but
/// ignore files. A folder without git is walked in the same way.
/// </para>
/// </remarks>
/// <param name="userFolders">Where the user's git settings are; <see langword="null"/> for those of the user who runs this.</param>
public sealed class RepositoryWalker(UserFolders? userFolders = null)
{
    private readonly UserFolders _userFolders = userFolders ?? UserFolders.FromEnvironment();

    /// <summary>Walks a repository.</summary>
    /// <param name="root">The root folder: absolute, relative to the current folder, or a link to it.</param>
    /// <param name="options">What to walk.</param>
    /// <param name="skips">Counts what is left out, as the walk goes.</param>
    /// <param name="cancellationToken">Ends the walk.</param>
    /// <returns>
    /// The files in the ordinal order of their paths, each as soon as it is found. What goes away or cannot be read during
    /// the walk is counted as <see cref="SkipReason.Unreadable"/>.
    /// </returns>
    /// <exception cref="RepositoryException">
    /// The root is no folder, or cannot be listed: taken for an empty one, it would cost the index all its records. Thrown at
    /// once, not by the first step.
    /// </exception>
    public IEnumerable<WalkedFile> Walk(string root, WalkOptions options, SkipCounter skips, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(skips);
        string realRoot = RepositoryRoot.Resolve(root);
        List<FolderEntry> entries = RepositoryRoot.List(realRoot);
        return new RepositoryWalk(realRoot, options, skips, IgnoreRules.Load(realRoot, _userFolders)).Files(entries, cancellationToken);
    }
}
