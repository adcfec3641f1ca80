using VectorHost.Abstractions;
using VectorHost.Indexing.Repositories;
using VectorHost.Indexing.Snapshots;

namespace VectorHost.Indexing.Pipeline;

/// <summary>Says in the words of a snapshot what a walk found and a store holds.</summary>
internal static class SnapshotEntries
{
    private const int IndexedFile = 0;

    /// <summary>Of a skipped file only size and time are remembered: its content was not worth a hash.</summary>
    private static readonly string NoHash = new('0', 64);

    /// <summary>
    /// The chunker as a snapshot names it, with the one option that decides after a file is read whether it counts:
    /// included files may be generated or minified.
    /// </summary>
    public static string ChunkerOf(IndexOptions options) => options.Walk.Include.Count == 0
        ? ChunkFingerprint.Of(options.ChunkLength)
        : $"{ChunkFingerprint.Of(options.ChunkLength)}, include {ContentHash.OfText(string.Join('\n', options.Walk.Include))}";

    /// <summary>A file that was cut into chunks.</summary>
    public static SnapshotFile Indexed(WalkedFile file, SourceFile source) => new()
    {
        Path = file.Path,
        Length = file.Length,
        LastWriteTime = file.LastWriteTimeUtc,
        Hash = source.Hash,
        Language = source.Language,
    };

    /// <summary>A file that was read and is nothing to index.</summary>
    public static SnapshotFile Skipped(WalkedFile file, SkipReason reason) => new()
    {
        Path = file.Path,
        Length = file.Length,
        LastWriteTime = file.LastWriteTimeUtc,
        Hash = NoHash,
        SkipReason = (byte)((int)reason + 1),
    };

    /// <summary>A file of which only a store's records are known: it will be read by the next run.</summary>
    public static SnapshotFile Stored(ChunkRecord anyRecord) => new()
    {
        Path = anyRecord.Path,
        Length = 0,
        LastWriteTime = DateTimeOffset.UnixEpoch,
        Hash = anyRecord.FileHash,
        Language = anyRecord.Language,
    };

    /// <summary>A record, without its text and vector.</summary>
    public static SnapshotChunk Chunk(ChunkRecord record) => new()
    {
        Id = record.Id,
        StartLine = record.StartLine,
        EndLine = record.EndLine,
        Hash = record.ChunkHash,
    };

    /// <summary>Why a remembered file was skipped, if it was.</summary>
    public static SkipReason? ReasonOf(SnapshotFile file) => ReasonOf(file.SkipReason);

    /// <summary>Why a file was skipped that is remembered with this number, if it was.</summary>
    public static SkipReason? ReasonOf(byte skipReason) =>
        skipReason == IndexedFile ? null : (SkipReason)(skipReason - 1);
}
