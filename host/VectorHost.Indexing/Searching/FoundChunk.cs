using VectorHost.Abstractions;

namespace VectorHost.Indexing.Searching;

/// <summary>What is known so far of a chunk that a search found.</summary>
/// <param name="id">The id of its record.</param>
internal sealed class FoundChunk(Guid id)
{
    public Guid Id { get; } = id;

    /// <summary>The record with its text, once it is known.</summary>
    public ChunkRecord? Record { get; set; }

    /// <summary>How near its vector is, from 0 to 1.</summary>
    public double Vector { get; set; }

    /// <summary>How well its terms fit.</summary>
    public double ChunkTerms { get; set; }

    /// <summary>How well the terms of its whole file fit.</summary>
    public double FileTerms { get; set; }
}
