namespace VectorHost.Indexing.Chunking;

/// <summary>A piece of a file: some whole lines.</summary>
public sealed record Chunk
{
    /// <summary>The first line, counted from 1.</summary>
    public required int StartLine { get; init; }

    /// <summary>The last line, counted from 1 and inclusive.</summary>
    public required int EndLine { get; init; }

    /// <summary>
    /// The lines, joined by <c>\n</c> whatever the file's line ends are, without one at the end. Never longer than
    /// <see cref="Chunker.MaxTextLength"/>: only a chunk of a single enormous line, or of one with thousands of blank lines
    /// behind it, can be, and its text is then cut off there.
    /// </summary>
    public required string Text { get; init; }
}
