namespace VectorHost.Abstractions;

/// <summary>A record that a search found.</summary>
public sealed record SearchHit
{
    /// <summary>The record, with the parts that were asked for.</summary>
    public required ChunkRecord Record { get; init; }

    /// <summary>
    /// Cosine similarity of the query and the record's embedding: -1 to 1, higher is nearer, the same value on every
    /// backend to 1e-5.
    /// </summary>
    public required double Score { get; init; }
}
