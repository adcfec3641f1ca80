using VectorHost.Abstractions;

namespace VectorHost.Indexing.Searching;

/// <summary>The code that was asked for, and what is like it.</summary>
public sealed record SimilarCode
{
    /// <summary>The chunk at the place, which is no hit itself.</summary>
    public required ChunkRecord Source { get; init; }

    /// <summary>The most similar places, the most similar first.</summary>
    public required IReadOnlyList<RankedHit> Hits { get; init; }
}
