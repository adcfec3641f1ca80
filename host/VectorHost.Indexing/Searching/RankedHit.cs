using VectorHost.Abstractions;
using VectorHost.Indexing.Ranking;

namespace VectorHost.Indexing.Searching;

/// <summary>A place that a search found.</summary>
public sealed record RankedHit
{
    /// <summary>1 for the best.</summary>
    public required int Rank { get; init; }

    /// <summary>The score as a share of the best hit's, which has 1. Not comparable between questions.</summary>
    public required double Score { get; init; }

    /// <summary>The chunk, with its text.</summary>
    public required ChunkRecord Record { get; init; }

    /// <summary>What the ranking signals added and took, in order.</summary>
    public required IReadOnlyList<ScoreChange> Explanation { get; init; }
}
