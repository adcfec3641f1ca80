namespace VectorHost.Indexing.Repositories;

/// <summary>The one place that says what is wrong with a path given as a repository.</summary>
internal static class RepositoryRoot
{
    /// <summary>The real path of a repository's root folder.</summary>
    /// <param name="path">What the user gave.</param>
    /// <exception cref="RepositoryException">It is no folder.</exception>
    public static string Resolve(string path)
    {
        string root = ResolveMissing(path);
        return Directory.Exists(root)
            ? root
            : throw new RepositoryException($"There is no folder '{path}': give the root folder of the repository to index.");
    }

    /// <summary>What is in a repository's root folder.</summary>
    /// <param name="root">Its real path.</param>
    /// <exception cref="RepositoryException">It cannot be listed.</exception>
    public static List<FolderEntry> List(string root)
    {
        try
        {
            return FolderListing.Read(root);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new RepositoryException(
                $"The repository '{root}' cannot be read ({exception.Message.TrimEnd('.')}). "
                + "Allow that, or search what was indexed before with --no-index.", exception);
        }
    }

    /// <summary>The real path of a folder that may be gone, as far as what is left of it tells.</summary>
    /// <param name="path">What the user gave.</param>
    /// <exception cref="RepositoryException">It is a file, or no path.</exception>
    public static string ResolveMissing(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        string root;
        try
        {
            root = RealPath.Resolve(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new RepositoryException($"The repository '{path}' cannot be opened: {exception.Message}", exception);
        }

        if (File.Exists(root))
        {
            throw new RepositoryException($"'{path}' is a file, not a repository: give the folder that holds the code.");
        }

        return root;
    }
}
