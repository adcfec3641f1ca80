namespace VectorHost.Plugins.Pinecone.Records;

/// <summary>
/// The folders above a file, such as <c>src/</c> and <c>src/sub/</c>: what stands in for a filter by prefix, which the
/// service has not. They are kept from the top down until a bound; of what lies deeper, the deepest kept one is found
/// and the rest compared here.
/// </summary>
internal static class Folders
{
    private const int MaxCharacters = 600;

    /// <summary>The kept folders above a path, or above the paths that begin with a prefix: the same for both.</summary>
    public static IReadOnlyList<string> Above(string path)
    {
        List<string> folders = [];
        int characters = 0;
        for (int slash = path.IndexOf('/', StringComparison.Ordinal); slash >= 0; slash = path.IndexOf('/', slash + 1))
        {
            characters += slash + 1;
            if (characters > MaxCharacters)
            {
                break;
            }

            folders.Add(path[..(slash + 1)]);
        }

        return folders;
    }
}
