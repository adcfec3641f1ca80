namespace VectorHost.Indexing.Snapshots;

/// <summary>What a snapshot mirrors, and what made it.</summary>
public sealed record SnapshotHeader
{
    /// <summary>The repository's name, as the store knows it.</summary>
    public required string Repository { get; init; }

    /// <summary>Which completed run of the store this mirrors: it is stale when the store names another.</summary>
    public required Guid Revision { get; init; }

    /// <summary>The fingerprint of the embedder, as one string.</summary>
    public required string Embedder { get; init; }

    /// <summary>The fingerprint of the chunker, as one string.</summary>
    public required string Chunker { get; init; }

    /// <summary>
    /// When the run began to walk the repository. A file written at that time or later may have changed after it was
    /// read without a change of length or time: it has to be read again.
    /// </summary>
    public required DateTimeOffset StartedAt { get; init; }
}
