namespace VectorHost.EmbeddingTrainer.Mining;

/// <summary>Reads comments, with or without a form for documentation.</summary>
internal static class CommentReader
{
    private const int LongestComment = 200;
    private const string Quotes = "\"\"\"";

    /// <summary>Reads the comment that begins at a line.</summary>
    /// <param name="source">The file.</param>
    /// <param name="start">The line.</param>
    /// <param name="style">How comments are written.</param>
    /// <returns>The comment; <see langword="null"/> where none begins.</returns>
    public static Comment? TryRead(SourceText source, int start, CommentStyle style)
    {
        ReadOnlySpan<char> line = source.Trimmed(start);
        if (style.HasDocAttributes && line.StartsWith('@') && line.Contains("doc", StringComparison.Ordinal) && line.EndsWith(Quotes))
        {
            return ReadQuoted(source, start);
        }

        if (style.BlockStart.Length > 0 && line.StartsWith(style.BlockStart, StringComparison.Ordinal))
        {
            return ReadBlock(source, start, style);
        }

        return line.StartsWith(style.Line, StringComparison.Ordinal) ? ReadLines(source, start, style) : null;
    }

    private static Comment? ReadQuoted(SourceText source, int start)
    {
        int end = FindLine(source, start + 1, Quotes);
        return end < 0 ? null : new() { Text = source.Join(start + 1, end), End = end + 1, IsDocumentation = true };
    }

    private static Comment? ReadBlock(SourceText source, int start, CommentStyle style)
    {
        ReadOnlySpan<char> opening = source.Trimmed(start)[style.BlockStart.Length..];
        bool endsAtOnce = opening.Contains(style.BlockEnd, StringComparison.Ordinal);
        int last = endsAtOnce ? start : FindLine(source, start + 1, style.BlockEnd);
        if (last < 0 || !source.Trimmed(last).EndsWith(style.BlockEnd))
        {
            return null;
        }

        string text = source.Join(start, last + 1).Trim()[style.BlockStart.Length..^style.BlockEnd.Length];
        string[] lines = [.. text.Split('\n').Select(line => line.Trim().TrimStart('*', '!', '|').Trim())];
        return new() { Text = string.Join('\n', lines), End = last + 1, IsDocumentation = text is ['*' or '!' or '|', ..] };
    }

    private static Comment ReadLines(SourceText source, int start, CommentStyle style)
    {
        int end = start;
        List<string> lines = [];
        while (end < source.Count && source.Trimmed(end).StartsWith(style.Line, StringComparison.Ordinal))
        {
            lines.Add(WithoutMarks(source.Trimmed(end)[style.Line.Length..], style));
            end++;
        }

        ReadOnlySpan<char> first = source.Trimmed(start)[style.Line.Length..];
        return new() { Text = string.Join('\n', lines), End = end, IsDocumentation = first is ['/' or '!' or '-', ..] || first.StartsWith(" |") };
    }

    private static string WithoutMarks(ReadOnlySpan<char> line, CommentStyle style)
    {
        line = line.TrimStart(style.Line[^1]).TrimStart('!').Trim();
        return (style.Line == "--" ? line.TrimStart("|^").Trim() : line).ToString();
    }

    private static int FindLine(SourceText source, int start, string end)
    {
        int limit = Math.Min(source.Count, start + LongestComment);
        for (int i = start; i < limit; i++)
        {
            if (source[i].Contains(end, StringComparison.Ordinal))
            {
                return i;
            }
        }

        return -1;
    }
}
