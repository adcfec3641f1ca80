namespace VectorHost.Indexing.Snapshots;

/// <summary>A file as a run found it.</summary>
public sealed record SnapshotFile
{
    /// <summary>The file, relative to the repository's root, with <c>/</c> between its parts; case matters.</summary>
    public required string Path { get; init; }

    /// <summary>The file's length in bytes.</summary>
    public required long Length { get; init; }

    /// <summary>When the file was last written, to the tick.</summary>
    public required DateTimeOffset LastWriteTime { get; init; }

    /// <summary>SHA-256 of the file's bytes, 64 hexadecimal digits; lower case when it comes out of a snapshot.</summary>
    public required string Hash { get; init; }

    /// <summary>The language in lower case; empty where it does not matter.</summary>
    public string Language { get; init; } = "";

    /// <summary>
    /// Why the file was read and then skipped, a number of the walker's own; 0 for a file that was indexed. Skipped
    /// files are remembered so that they are not read again to be skipped again.
    /// </summary>
    public byte SkipReason { get; init; }
}
