namespace VectorHost.Indexing.Ranking.Paths;

/// <summary>What is kept for compatibility: a folder, or a file with an extension, that begins so.</summary>
internal static class CompatibilityPaths
{
    public static bool Include(PathParts path)
    {
        foreach (ReadOnlySpan<char> folder in path)
        {
            if (BeginsSo(folder))
            {
                return true;
            }
        }

        return !path.Extension.IsEmpty && BeginsSo(path.Stem);
    }

    private static bool BeginsSo(ReadOnlySpan<char> name)
    {
        name = name is ['_', ..] ? name[1..] : name;
        return Begins(name, "legacy", out _)
            || (Begins(name, "compat", out ReadOnlySpan<char> rest) && !Begins(rest, "ible", out _))
            || ((Begins(name, "deprecated", out rest) || Begins(name, "obsolete", out rest)) && !IsMoreThanAWord(rest));
    }

    /// <summary>What goes on is about such code: <c>DeprecatedWorkloadCheck</c>.</summary>
    private static bool IsMoreThanAWord(ReadOnlySpan<char> rest) => rest is [var next, ..] && char.IsAsciiLetter(next);

    private static bool Begins(ReadOnlySpan<char> name, ReadOnlySpan<char> beginning, out ReadOnlySpan<char> rest)
    {
        bool begins = name.StartsWith(beginning, StringComparison.OrdinalIgnoreCase);
        rest = begins ? name[beginning.Length..] : default;
        return begins;
    }
}
