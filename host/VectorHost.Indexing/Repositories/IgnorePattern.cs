namespace VectorHost.Indexing.Repositories;

/// <summary>One line of an ignore file, with git's meaning: see gitignore(5), "Pattern format".</summary>
internal sealed class IgnorePattern
{
    private readonly Glob _glob;
    private readonly bool _foldersOnly;
    private readonly bool _namesOnly;

    private IgnorePattern(Glob glob, bool isNegated, bool foldersOnly, bool namesOnly)
    {
        _glob = glob;
        _foldersOnly = foldersOnly;
        _namesOnly = namesOnly;
        IsNegated = isNegated;
    }

    /// <summary>Whether a match re-includes (<c>!</c>).</summary>
    public bool IsNegated { get; }

    /// <summary>Reads a line.</summary>
    /// <param name="line">The line in UTF-8, without its line end.</param>
    /// <param name="ignoreCase">Whether the paths to match are lowered (ASCII) first.</param>
    /// <returns>The pattern; <see langword="null"/> for a blank line, a comment, and what can never match.</returns>
    public static IgnorePattern? Parse(ReadOnlySpan<byte> line, bool ignoreCase)
    {
        if (line.StartsWith("#"u8))
        {
            return null;
        }

        line = TrimSpaces(line);
        bool isNegated = line.StartsWith("!"u8);
        line = isNegated ? line[1..] : line;
        bool foldersOnly = line.EndsWith("/"u8);
        line = foldersOnly ? line[..^1] : line;
        bool namesOnly = !line.Contains((byte)'/');
        line = line.StartsWith("/"u8) ? line[1..] : line;
        return !line.IsEmpty && Glob.Parse(line, ignoreCase) is { } glob
            ? new IgnorePattern(glob, isNegated, foldersOnly, namesOnly)
            : null;
    }

    /// <summary>Whether the pattern matches a file or folder itself; what lies in a matched folder is the caller's business.</summary>
    /// <param name="path">The path relative to the folder of the ignore file.</param>
    /// <param name="name">The last part of the path.</param>
    /// <param name="isFolder">Whether it is a folder.</param>
    public bool IsMatch(ReadOnlySpan<byte> path, ReadOnlySpan<byte> name, bool isFolder) =>
        (isFolder || !_foldersOnly) && _glob.IsMatch(_namesOnly ? name : path);

    /// <summary>Cuts spaces off the end, but for one behind a backslash. Other white space counts.</summary>
    private static ReadOnlySpan<byte> TrimSpaces(ReadOnlySpan<byte> line)
    {
        int end = 0;
        for (int index = 0; index < line.Length; index++)
        {
            if (line[index] == '\\')
            {
                index++;
                end = Math.Min(index + 1, line.Length);
            }
            else if (line[index] != ' ')
            {
                end = index + 1;
            }
        }

        return line[..end];
    }
}
