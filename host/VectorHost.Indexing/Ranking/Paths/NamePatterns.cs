namespace VectorHost.Indexing.Ranking.Paths;

/// <summary>Names of files or folders. One star in a name stands for anything, also for nothing.</summary>
internal sealed class NamePatterns
{
    private const char Star = '*';

    private readonly NamePattern[] _patterns;
    private readonly StringComparison _comparison;

    private NamePatterns(IEnumerable<string> patterns, StringComparison comparison)
    {
        _patterns = [.. patterns.Select(NamePattern.Parse)];
        _comparison = comparison;
    }

    /// <summary>Makes patterns that must be written as they are.</summary>
    /// <param name="patterns">The patterns, with a space between two.</param>
    public static NamePatterns Exactly(string patterns) => new(patterns.Split(' '), StringComparison.Ordinal);

    /// <summary>Makes patterns of which upper and lower case do not matter.</summary>
    /// <param name="patterns">The patterns, with a space between two.</param>
    public static NamePatterns IgnoringCase(string patterns) => new(patterns.Split(' '), StringComparison.OrdinalIgnoreCase);

    /// <summary>Makes patterns of words that may also stand at the end of a name, behind <c>.</c>, <c>_</c> or <c>-</c>.</summary>
    /// <param name="words">The words, with a space between two; their case does not matter.</param>
    public static NamePatterns LastWords(string words) =>
        new(words.Split(' ').SelectMany(static word => (string[])[word, $"*.{word}", $"*_{word}", $"*-{word}"]), StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether one of the patterns fits a name.</summary>
    public bool Fit(ReadOnlySpan<char> name)
    {
        foreach (NamePattern pattern in _patterns)
        {
            if (pattern.Fits(name, _comparison))
            {
                return true;
            }
        }

        return false;
    }

    private readonly record struct NamePattern(string Beginning, string? End)
    {
        public static NamePattern Parse(string pattern) =>
            pattern.IndexOf(Star, StringComparison.Ordinal) is var star && star >= 0 ? new(pattern[..star], pattern[(star + 1)..]) : new(pattern, End: null);

        public bool Fits(ReadOnlySpan<char> name, StringComparison comparison) => End is null
            ? name.Equals(Beginning, comparison)
            : name.Length >= Beginning.Length + End.Length && name.StartsWith(Beginning, comparison) && name.EndsWith(End, comparison);
    }
}
