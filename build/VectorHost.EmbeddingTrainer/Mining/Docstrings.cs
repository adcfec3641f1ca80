namespace VectorHost.EmbeddingTrainer.Mining;

/// <summary>Finds the documentation that stands as the first string inside of a definition, as in Python.</summary>
internal static class Docstrings
{
    private const int LongestSignature = 12;
    private const int LongestText = 120;

    /// <summary>Reads the docstring of the definition that begins at a line.</summary>
    /// <param name="source">The file.</param>
    /// <param name="start">The line.</param>
    /// <param name="first">The first line of the docstring.</param>
    /// <returns>The docstring; <see langword="null"/> where there is none.</returns>
    public static Comment? TryRead(SourceText source, int start, out int first)
    {
        first = -1;
        ReadOnlySpan<char> line = source.Trimmed(start);
        if (!line.StartsWith("def ") && !line.StartsWith("class ") && !line.StartsWith("async def "))
        {
            return null;
        }

        int last = start;
        while (!source.Trimmed(last).EndsWith(':'))
        {
            if (++last >= Math.Min(source.Count, start + LongestSignature))
            {
                return null;
            }
        }

        first = last + 1;
        return first < source.Count ? ReadString(source, first) : null;
    }

    private static Comment? ReadString(SourceText source, int first)
    {
        ReadOnlySpan<char> opening = source.Trimmed(first).TrimStart("rRuU");
        string quotes = opening.StartsWith("\"\"\"") ? "\"\"\"" : opening.StartsWith("'''") ? "'''" : "";
        if (quotes.Length == 0)
        {
            return null;
        }

        string text = opening[quotes.Length..].ToString();
        int end = first + 1;
        while (!text.Contains(quotes, StringComparison.Ordinal))
        {
            if (end >= source.Count || end - first > LongestText)
            {
                return null;
            }

            text += '\n' + source.Trimmed(end++).ToString();
        }

        return new() { Text = text[..text.IndexOf(quotes, StringComparison.Ordinal)], End = end, IsDocumentation = true };
    }
}
