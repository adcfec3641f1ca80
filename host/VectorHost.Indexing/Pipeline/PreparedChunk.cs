using VectorHost.Abstractions;
using VectorHost.Indexing.Embedding;

namespace VectorHost.Indexing.Pipeline;

/// <summary>A chunk on its way to become a record: everything but its vector.</summary>
/// <param name="Record">The record, without embedding.</param>
internal sealed record PreparedChunk(ChunkRecord Record)
{
    /// <summary>What is embedded of it.</summary>
    public string EmbeddedText => EmbeddingText.ForChunk(Record.Path, Record.Text!);

    /// <summary>The finished record.</summary>
    public ChunkRecord With(ReadOnlyMemory<float> embedding) => Record with { Embedding = embedding };
}
