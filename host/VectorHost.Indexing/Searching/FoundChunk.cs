using VectorHost.Abstractions;

namespace VectorHost.Indexing.Searching;

/// <summary>What is known so far of a chunk that a search found.</summary>
/// <param name="id">The id of its record.</param>
/// <param name="number">Its number in its repository's snapshot; below 0 where that does not know it.</param>
internal sealed class FoundChunk(Guid id, int number)
{
    public Guid Id { get; } = id;

    public int Number { get; } = number;

    /// <summary>How near its vector is, from 0 to 1.</summary>
    public double Vector { get; set; }

    /// <summary>How well its terms fit.</summary>
    public double Terms { get; set; }

    /// <summary>Its file, once it is known.</summary>
    public FoundFile? File { get; set; }

    /// <summary>The record with its text, where the store gave it.</summary>
    public ChunkRecord? Record { get; set; }
}
