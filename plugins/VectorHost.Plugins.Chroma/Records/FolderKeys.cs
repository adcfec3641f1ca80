namespace VectorHost.Plugins.Chroma.Records;

/// <summary>
/// The folders that a path is in, one key each, since Chroma compares texts as a whole only: of <c>src/a/b.cs</c>,
/// <c>folder_1</c> is <c>src/</c> and <c>folder_2</c> is <c>src/a/</c>.
/// </summary>
internal static class FolderKeys
{
    /// <summary>The keys, from the outermost folder inwards; deeper ones have none.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Enumerable.Range(1, 8).Select(depth => $"folder_{depth}")];

    /// <summary>The length of the folder that ends after so many slashes; 0 where the path has fewer.</summary>
    public static int LengthAt(ReadOnlySpan<char> path, int depth)
    {
        int length = 0;
        for (int i = 0; i < depth; i++)
        {
            int slash = path[length..].IndexOf('/');
            if (slash < 0)
            {
                return 0;
            }

            length += slash + 1;
        }

        return length;
    }

    /// <summary>The innermost folder with a key that a path with this prefix must be in.</summary>
    /// <returns>Null where the prefix names no folder.</returns>
    public static (string Key, string Folder)? Innermost(string prefix)
    {
        int depth = Math.Min(prefix.Count(character => character == '/'), Names.Count);
        return depth == 0 ? null : (Names[depth - 1], prefix[..LengthAt(prefix, depth)]);
    }
}
