namespace VectorHost.Indexing.Chunking;

/// <summary>A piece of a file: some whole lines, or a part of a very long one.</summary>
public sealed record Chunk
{
    /// <summary>The first line, counted from 1.</summary>
    public required int StartLine { get; init; }

    /// <summary>The last line, counted from 1 and inclusive.</summary>
    public required int EndLine { get; init; }

    /// <summary>
    /// The lines, joined by <c>\n</c> whatever the file's line ends are, without one at the end. Never longer than
    /// <see cref="Chunker.MaxTextLength"/>: a single enormous line, or one with thousands of blank lines behind it, has
    /// several chunks, each with a piece of its text.
    /// </summary>
    public required string Text { get; init; }
}
