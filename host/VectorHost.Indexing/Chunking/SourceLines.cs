namespace VectorHost.Indexing.Chunking;

/// <summary>The lines of a text. A line ends with <c>\n</c>, <c>\r\n</c> or <c>\r</c>; one at the very end begins no further line.</summary>
internal sealed class SourceLines
{
    private const int TabWidth = 4;

    private readonly SourceLine[] _lines;
    private readonly int _notBlank;

    private SourceLines(string text, SourceLine[] lines, int notBlank, int count, int length)
    {
        Text = text;
        _lines = lines;
        _notBlank = notBlank;
        Count = count;
        Length = length;
    }

    /// <summary>The text.</summary>
    public string Text { get; }

    /// <summary>The lines that are not blank.</summary>
    public Span<SourceLine> Lines => _lines.AsSpan(0, _notBlank);

    /// <summary>How many lines there are, blank ones too.</summary>
    public int Count { get; }

    /// <summary>The length of the text with line ends of one character, one behind the last line too.</summary>
    public int Length { get; }

    public static SourceLines Read(string text)
    {
        SourceLine[] lines = new SourceLine[text.AsSpan().CountAny('\n', '\r') + 1];
        int notBlank = 0;
        int number = 0;
        int position = 0;
        bool isAfterBlank = false;
        for (int start = 0; start < text.Length; number++)
        {
            ReadOnlySpan<char> rest = text.AsSpan(start);
            int length = rest.IndexOfAny('\n', '\r');
            length = length < 0 ? rest.Length : length;
            ReadOnlySpan<char> line = rest[..length];
            ReadOnlySpan<char> trimmed = line.TrimStart();
            if (!trimmed.IsEmpty)
            {
                lines[notBlank++] = new SourceLine
                {
                    Start = start,
                    Length = length,
                    Number = number,
                    Position = position,
                    Indent = Columns(line[..(length - trimmed.Length)]),
                    Traits = isAfterBlank ? LineTraits.AfterBlank : LineTraits.None,
                };
            }

            isAfterBlank = trimmed.IsEmpty;
            position += length + 1;
            start += length + (rest[length..].StartsWith("\r\n") ? 2 : 1);
        }

        return new SourceLines(text, lines, notBlank, number, position);
    }

    private static int Columns(ReadOnlySpan<char> whiteSpace)
    {
        int columns = 0;
        foreach (char character in whiteSpace)
        {
            columns = character == '\t' ? (columns / TabWidth * TabWidth) + TabWidth : columns + 1;
        }

        return columns;
    }
}
