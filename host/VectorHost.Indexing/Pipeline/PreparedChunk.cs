using VectorHost.Abstractions;
using VectorHost.Indexing.Embedding;

namespace VectorHost.Indexing.Pipeline;

/// <summary>A chunk on its way to become a record: everything but its vector.</summary>
/// <param name="Record">The record, without embedding.</param>
/// <param name="Number">Its place among the chunks of its file.</param>
internal sealed record PreparedChunk(ChunkRecord Record, int Number)
{
    /// <summary>The vectors of its file, where they are made together; else <see langword="null"/>.</summary>
    public FileVectors? InFile { get; set; }

    /// <summary>What is embedded of it.</summary>
    public string EmbeddedText => EmbeddingText.ForChunk(Record.Path, Record.Text!);

    /// <summary>The finished record.</summary>
    public ChunkRecord With(ReadOnlyMemory<float> embedding) => Record with { Embedding = embedding };
}
