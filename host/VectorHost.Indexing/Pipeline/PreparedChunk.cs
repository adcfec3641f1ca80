using VectorHost.Abstractions;
using VectorHost.Indexing.Embedding;
using VectorHost.Indexing.Embedding.Trained;

namespace VectorHost.Indexing.Pipeline;

/// <summary>A chunk on its way to become a record: everything but its vector.</summary>
/// <param name="Record">The record, without embedding.</param>
internal sealed record PreparedChunk(ChunkRecord Record)
{
    /// <summary>Its words, path included, where the embedder needs nothing else and they have been counted.</summary>
    public CountedWords? Words { get; set; }

    /// <summary>What is embedded of it.</summary>
    public string EmbeddedText => EmbeddingText.ForChunk(Record.Path, Record.Text!);

    /// <summary>The finished record.</summary>
    public ChunkRecord With(ReadOnlyMemory<float> embedding) => Record with { Embedding = embedding };
}
