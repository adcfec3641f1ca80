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

    /// <summary>The row of a file, to be placed.</summary>
    public static byte[] Of(SnapshotFile file, int pathLength, int languageLength, int chunkCount)
    {
        byte[] row = new byte[Size];
        Span<byte> span = row;
        BinaryPrimitives.WriteInt32LittleEndian(span[8..], pathLength);
        BinaryPrimitives.WriteInt32LittleEndian(span[12..], languageLength);
        BinaryPrimitives.WriteInt64LittleEndian(span[16..], file.Length);
        BinaryPrimitives.WriteInt64LittleEndian(span[24..], file.LastWriteTime.UtcTicks);
        Convert.FromHexString(file.Hash).CopyTo(span[32..]);
        BinaryPrimitives.WriteInt32LittleEndian(span[68..], chunkCount);
        span[72] = file.SkipReason;
        return row;
    }

    /// <summary>Completes a row when it is known which files come before.</summary>
    public static void Place(Span<byte> row, long stringOffset, int firstChunk)
    {
        BinaryPrimitives.WriteInt64LittleEndian(row, stringOffset);
        BinaryPrimitives.WriteInt32LittleEndian(row[64..], firstChunk);
    }
}
