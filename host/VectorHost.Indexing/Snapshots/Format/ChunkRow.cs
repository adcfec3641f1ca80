using System.Buffers.Binary;

namespace VectorHost.Indexing.Snapshots.Format;

/// <summary>A chunk in <see cref="SnapshotSection.Chunks"/>.</summary>
internal readonly ref struct ChunkRow
{
    public const int Size = 60;
    public const int IdSize = 16;
    private const int HashSize = 32;
    private readonly ReadOnlySpan<byte> _row;

    public ChunkRow(ReadOnlySpan<byte> row) => _row = row;

    public Guid Id => new(_row[..IdSize], bigEndian: true);

    public ReadOnlySpan<byte> Hash => _row.Slice(IdSize, HashSize);

    public int StartLine => BinaryPrimitives.ReadInt32LittleEndian(_row[48..]);

    public int EndLine => BinaryPrimitives.ReadInt32LittleEndian(_row[52..]);

    public int File => BinaryPrimitives.ReadInt32LittleEndian(_row[56..]);

    public static void Write(Span<byte> row, SnapshotChunk chunk)
    {
        chunk.Id.TryWriteBytes(row, bigEndian: true, out _);
        Convert.FromHexString(chunk.Hash).CopyTo(row[IdSize..]);
        BinaryPrimitives.WriteInt32LittleEndian(row[48..], chunk.StartLine);
        BinaryPrimitives.WriteInt32LittleEndian(row[52..], chunk.EndLine);
    }

    /// <summary>The file's number is only known once all files are.</summary>
    public static void WriteFile(Span<byte> row, int file) => BinaryPrimitives.WriteInt32LittleEndian(row[56..], file);
}
