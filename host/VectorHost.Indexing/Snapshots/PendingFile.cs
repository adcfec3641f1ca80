namespace VectorHost.Indexing.Snapshots;

/// <summary>A file that waits to be written into a snapshot: little more than its bytes there, since there may be many.</summary>
internal sealed class PendingFile
{
    /// <summary>The path in UTF-8, which orders the files.</summary>
    public required byte[] Path { get; init; }

    /// <summary>The file's row, without its place, where the file was added; otherwise it is kept from the previous snapshot.</summary>
    public byte[]? Row { get; init; }

    /// <summary>The language of an added file.</summary>
    public string Language { get; init; } = "";

    /// <summary>The file's number in the previous snapshot, where it is kept.</summary>
    public int KeptIndex { get; init; }

    /// <summary>The number of the first chunk: in the previous snapshot, or among those added.</summary>
    public required int FirstChunk { get; init; }

    /// <summary>How many chunks it has.</summary>
    public required int ChunkCount { get; init; }
}
