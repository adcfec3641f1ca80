namespace VectorHost.Plugins.Qdrant.Records;

/// <summary>
/// The folders that a path is in, so that "everything under this folder" is a comparison by equality, which every
/// version of Qdrant has an index for.
/// </summary>
internal static class PathFolders
{
    /// <summary>
    /// How many of the outermost are stored. Together they grow with the square of the depth, which a path that somebody
    /// made up could abuse; deeper folders are found by reading.
    /// </summary>
    public const int Most = 16;

    /// <summary>The folders of a path, outermost first, each ending in <c>/</c>: of <c>a/b/c.cs</c>, <c>a/</c> and <c>a/b/</c>.</summary>
    public static IReadOnlyList<string> Of(string path)
    {
        List<string> folders = [];
        for (int slash = path.IndexOf('/', StringComparison.Ordinal);
            slash >= 0 && folders.Count < Most;
            slash = path.IndexOf('/', slash + 1))
        {
            folders.Add(path[..(slash + 1)]);
        }

        return folders;
    }
}
