using System.Text;

namespace VectorHost.Indexing.Repositories;

/// <summary>The patterns of one ignore file, or of one list in the configuration.</summary>
internal sealed class IgnoreList
{
    private readonly IgnorePattern[] _patterns;
    private readonly int _pathOffset;

    private IgnoreList(IEnumerable<IgnorePattern?> patterns, int pathOffset)
    {
        // Last first: the last pattern that matches decides.
        _patterns = [.. patterns.OfType<IgnorePattern>().Reverse()];
        _pathOffset = pathOffset;
    }

    /// <summary>Whether there is nothing in it.</summary>
    public bool IsEmpty => _patterns.Length == 0;

    /// <summary>Reads the content of an ignore file.</summary>
    /// <param name="content">The file's bytes.</param>
    /// <param name="pathOffset">How many bytes of the paths to match are the file's own folder with its slash.</param>
    /// <param name="ignoreCase">Whether the paths to match are lowered (ASCII) first.</param>
    public static IgnoreList Parse(ReadOnlySpan<byte> content, int pathOffset, bool ignoreCase)
    {
        if (content.StartsWith(Encoding.UTF8.Preamble))
        {
            content = content[Encoding.UTF8.Preamble.Length..];
        }

        List<IgnorePattern?> patterns = [];
        foreach (Range range in content.Split((byte)'\n'))
        {
            ReadOnlySpan<byte> line = content[range];
            patterns.Add(IgnorePattern.Parse(line.EndsWith("\r"u8) ? line[..^1] : line, ignoreCase));
        }

        return new IgnoreList(patterns, pathOffset);
    }

    /// <summary>Reads a list of patterns from the configuration.</summary>
    public static IgnoreList Parse(IEnumerable<string> patterns, int pathOffset, bool ignoreCase) =>
        new(patterns.Select(pattern => IgnorePattern.Parse(Encoding.UTF8.GetBytes(pattern), ignoreCase)), pathOffset);

    /// <summary>What the list says about a path.</summary>
    /// <param name="path">The path relative to the work tree's root.</param>
    /// <param name="isFolder">Whether it is a folder.</param>
    /// <returns>True for matched, false for matched and re-included, <see langword="null"/> for not named.</returns>
    public bool? Decide(ReadOnlySpan<byte> path, bool isFolder)
    {
        if (IsEmpty)
        {
            return null;
        }

        path = path[_pathOffset..];
        ReadOnlySpan<byte> name = path[(path.LastIndexOf((byte)'/') + 1)..];
        foreach (IgnorePattern pattern in _patterns)
        {
            if (pattern.IsMatch(path, name, isFolder))
            {
                return !pattern.IsNegated;
            }
        }

        return null;
    }
}
