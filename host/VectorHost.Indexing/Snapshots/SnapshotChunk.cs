namespace VectorHost.Indexing.Snapshots;

/// <summary>A chunk as a store holds it, without its text and vector.</summary>
public sealed record SnapshotChunk
{
    /// <summary>The id of the store's record.</summary>
    public required Guid Id { get; init; }

    /// <summary>The chunk's first line, counted from 1.</summary>
    public required int StartLine { get; init; }

    /// <summary>The chunk's last line, counted from 1 and inclusive.</summary>
    public required int EndLine { get; init; }

    /// <summary>SHA-256 of the chunk's text in UTF-8, 64 hexadecimal digits; lower case when it comes out of a snapshot.</summary>
    public required string Hash { get; init; }
}
