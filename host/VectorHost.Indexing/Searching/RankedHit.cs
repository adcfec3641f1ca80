using VectorHost.Abstractions;

namespace VectorHost.Indexing.Searching;

/// <summary>A place that a search found.</summary>
public sealed record RankedHit
{
    /// <summary>1 for the best.</summary>
    public required int Rank { get; init; }

    /// <summary>0 to 1: 1 for what is first by every measure. Falls with rank; not comparable between questions.</summary>
    public required double Score { get; init; }

    /// <summary>The chunk, with its text.</summary>
    public required ChunkRecord Record { get; init; }
}
