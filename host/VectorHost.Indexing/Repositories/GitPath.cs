namespace VectorHost.Indexing.Repositories;

/// <summary>Paths that git's files name.</summary>
internal static class GitPath
{
    /// <summary>The absolute path of one.</summary>
    /// <param name="path">What stands in the file, which anybody may have written.</param>
    /// <param name="folder">Where a relative one starts.</param>
    /// <returns><see langword="null"/> for what is no path.</returns>
    public static string? Resolve(string path, string folder) =>
        path.Contains('\0', StringComparison.Ordinal) ? null : Path.GetFullPath(path, folder);
}
