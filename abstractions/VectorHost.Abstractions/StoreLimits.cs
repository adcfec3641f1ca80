namespace VectorHost.Abstractions;

/// <summary>What a store can take in one call. The host stays within these limits or refuses, before any call.</summary>
public sealed record StoreLimits
{
    /// <summary>The most records in one save.</summary>
    public required int MaxBatchRecords { get; init; }

    /// <summary>
    /// The most bytes in one save, counted per record as 4 bytes a dimension plus the UTF-8 bytes of its strings; a
    /// store whose requests are larger than that declares less.
    /// </summary>
    public long MaxBatchBytes { get; init; } = long.MaxValue;

    /// <summary>The largest <see cref="VectorQuery.Top"/>.</summary>
    public int MaxTop { get; init; } = int.MaxValue;

    /// <summary>The most dimensions of an embedding.</summary>
    public int MaxDimensions { get; init; } = int.MaxValue;

    /// <summary>
    /// Whether the vectors of all repositories have one length, which the first save decides: another is refused as
    /// <see cref="StoreFailureKind.Mismatch"/>, also for a repository of its own.
    /// </summary>
    public bool SharesDimensions { get; init; }

    /// <summary>The longest text of a record, in UTF-8 bytes.</summary>
    public int MaxTextBytes { get; init; } = int.MaxValue;

    /// <summary>The most values in all lists of a <see cref="RecordFilter"/> together.</summary>
    public int MaxFilterValues { get; init; } = int.MaxValue;

    /// <summary>
    /// Whether calls stay on this machine and within this process, so that none is a journey to a server: of such a store
    /// the host asks for little at a time, more often.
    /// </summary>
    public bool IsLocal { get; init; }
}
