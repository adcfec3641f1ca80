namespace VectorHost.Indexing.Moving;

/// <summary>What a move did.</summary>
public sealed record MoveSummary
{
    /// <summary>The repository's name.</summary>
    public required string Repository { get; init; }

    /// <summary>How many records it has.</summary>
    public required long Records { get; init; }

    /// <summary>How many were written; the others were there from an interrupted move.</summary>
    public required long Written { get; init; }

    /// <summary>The digest of all records, the same at both ends; see <see cref="RecordDigest"/>.</summary>
    public required string Digest { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Duration { get; init; }
}
