namespace VectorHost.Indexing.Repositories;

/// <summary>How a repository is known to stores: its root folder, and the names made from it.</summary>
/// <remarks>
/// The folder given is the repository, even where it lies inside of a larger git work tree: indexing a part of a large
/// repository makes an index of that part.
/// </remarks>
public sealed record RepositoryIdentity
{
    private const int MaxNameLength = 200;
    private const int MaxCollectionNameLength = 45;

    private RepositoryIdentity(string root, string title, string hash, string? name)
    {
        Root = root;
        Name = name ?? $"{Shorten(title, MaxNameLength - NameHash.Digits - 1)}-{hash}";
        CollectionName = MakeCollectionName(title, hash);
    }

    /// <summary>The root folder: absolute, with every symbolic link resolved.</summary>
    public string Root { get; }

    /// <summary>
    /// The configured name, or the folder's name and 8 hexadecimal digits of the SHA-256 of <see cref="Root"/>, so that
    /// two folders of one name stay apart.
    /// </summary>
    public string Name { get; }

    /// <summary>
    /// A name for a collection or an index: the name in lower case with <c>-</c> for all but letters and digits of ASCII,
    /// shortened, and 8 hexadecimal digits that keep different repositories apart; 10 to 45 characters, beginning and
    /// ending with a letter or digit. The same configured name gives the same collection on every machine.
    /// </summary>
    public string CollectionName { get; }

    /// <summary>Identifies the repository at a path.</summary>
    /// <param name="path">The root folder, absolute or relative to the current folder; it may be a link.</param>
    /// <param name="configuredName">The name to use, 1 to 200 characters; <see langword="null"/> to make one from the folder.</param>
    /// <exception cref="RepositoryException">There is no such folder, or the name does not fit.</exception>
    public static RepositoryIdentity FromFolder(string path, string? configuredName = null) =>
        FromRoot(RepositoryRoot.Resolve(path), configuredName);

    /// <summary>Identifies the repository that is, or once was, at a path: as <see cref="FromFolder"/> did when it was there.</summary>
    /// <param name="path">The root folder, absolute or relative to the current folder; it need not be there.</param>
    /// <param name="configuredName">The name to use, 1 to 200 characters; <see langword="null"/> to make one from the folder.</param>
    /// <exception cref="RepositoryException">It is a file, or the name does not fit.</exception>
    public static RepositoryIdentity FromPath(string path, string? configuredName = null) =>
        FromRoot(RepositoryRoot.ResolveMissing(path), configuredName);

    /// <summary>The whole git work tree that this is only a part of; <see langword="null"/> where it is not.</summary>
    public RepositoryIdentity? FindWhole() =>
        GitWorkTree.Find(Root) is { } workTree && workTree.Root != Root ? FromFolder(workTree.Root) : null;

    private static RepositoryIdentity FromRoot(string root, string? configuredName)
    {
        if (configuredName is null)
        {
            string folder = Path.GetFileName(root);
            return new RepositoryIdentity(root, folder.Length == 0 ? "root" : Clean(folder), NameHash.Of(root), name: null);
        }

        if (string.IsNullOrWhiteSpace(configuredName) || configuredName.Length > MaxNameLength || configuredName.Any(char.IsControl))
        {
            throw new RepositoryException(
                $"The repository name '{configuredName}' cannot be used: give it 1 to {MaxNameLength} printable characters.");
        }

        return new RepositoryIdentity(root, configuredName, NameHash.Of(configuredName), configuredName);
    }

    /// <summary>Keeps letters, digits and the usual punctuation, of any script, so that a name is easy to type and never malformed.</summary>
    private static string Clean(string folder) =>
        string.Concat(folder.Select(static character => char.IsLetterOrDigit(character) || character is '.' or '_' or '-' ? character : '-'));

    private static string Shorten(string text, int maxLength) => text.Length <= maxLength ? text : text[..maxLength];

    private static string MakeCollectionName(string title, string hash)
    {
        string slug = NameSlug.Of(title, MaxCollectionNameLength - NameHash.Digits - 1);
        return slug.Length == 0 ? $"r-{hash}" : $"{slug}-{hash}";
    }
}
