using System.Buffers.Binary;

namespace VectorHost.Indexing.Snapshots.Format;

/// <summary>A file in <see cref="SnapshotSection.Files"/>.</summary>
internal readonly ref struct FileRow
{
    public const int Size = 76;
    private const int HashSize = 32;
    private readonly ReadOnlySpan<byte> _row;

    public FileRow(ReadOnlySpan<byte> row) => _row = row;

    public long StringOffset => BinaryPrimitives.ReadInt64LittleEndian(_row);

    public int PathLength => BinaryPrimitives.ReadInt32LittleEndian(_row[8..]);

    public int LanguageLength => BinaryPrimitives.ReadInt32LittleEndian(_row[12..]);

    public long Length => BinaryPrimitives.ReadInt64LittleEndian(_row[16..]);

    public long LastWriteTicks => BinaryPrimitives.ReadInt64LittleEndian(_row[24..]);

    public ReadOnlySpan<byte> Hash => _row.Slice(32, HashSize);

    public int FirstChunk => BinaryPrimitives.ReadInt32LittleEndian(_row[64..]);

    public int ChunkCount => BinaryPrimitives.ReadInt32LittleEndian(_row[68..]);

    /// <summary>Widened to four bytes.</summary>
    public byte SkipReason => _row[72];

    public static void Write(
        ByteBuffer buffer, SnapshotFile file, long stringOffset, int pathLength, int languageLength, int firstChunk, int chunkCount)
    {
        buffer.WriteInt64(stringOffset);
        buffer.WriteInt32(pathLength);
        buffer.WriteInt32(languageLength);
        buffer.WriteInt64(file.Length);
        buffer.WriteInt64(file.LastWriteTime.UtcTicks);
        buffer.WriteBytes(Convert.FromHexString(file.Hash));
        buffer.WriteInt32(firstChunk);
        buffer.WriteInt32(chunkCount);
        buffer.WriteInt32(file.SkipReason);
    }
}
