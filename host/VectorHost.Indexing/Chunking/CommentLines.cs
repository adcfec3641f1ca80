namespace VectorHost.Indexing.Chunking;

/// <summary>Tells how much of a piece of code is comments.</summary>
internal static class CommentLines
{
    /// <summary>The share of comments among the lines that are not blank.</summary>
    /// <param name="text">The text. That it begins inside of a comment shows only where stars stand before the lines.</param>
    /// <param name="syntax">The syntax of its language. Strings that document, as in Python, are no comments.</param>
    /// <returns>From 0 to 1; 0 for what is no code.</returns>
    public static double ShareOf(ReadOnlySpan<char> text, LanguageSyntax syntax)
    {
        if (syntax.Kind != TextKind.Code)
        {
            return 0;
        }

        int comments = 0;
        int lines = 0;
        bool isInside = false;
        foreach (ReadOnlySpan<char> line in text.EnumerateLines())
        {
            ReadOnlySpan<char> trimmed = line.Trim();
            if (!trimmed.IsEmpty)
            {
                lines++;
                comments += IsComment(trimmed, syntax, ref isInside) ? 1 : 0;
            }
        }

        return lines > 0 ? (double)comments / lines : 0;
    }

    private static bool IsComment(ReadOnlySpan<char> line, LanguageSyntax syntax, ref bool isInside)
    {
        if (isInside)
        {
            isInside = !line.Contains(syntax.BlockCommentEnd, StringComparison.Ordinal);
            return true;
        }

        if (Begins(line, syntax.BlockCommentStart))
        {
            isInside = !line[syntax.BlockCommentStart.Length..].Contains(syntax.BlockCommentEnd, StringComparison.Ordinal);
            return true;
        }

        return Begins(line, syntax.LineComment) || (line[0] == '*' && syntax.BlockCommentStart == "/*");
    }

    private static bool Begins(ReadOnlySpan<char> line, string start) => start.Length > 0 && line.StartsWith(start);
}
