using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace VectorHost.Indexing.Snapshots.Format;

/// <summary>Where a block of terms begins, and where the posting list of its first term does.</summary>
/// <param name="TermOffset">Within <see cref="SnapshotSection.Terms"/>.</param>
/// <param name="PostingOffset">Within <see cref="SnapshotSection.Postings"/>.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TermBlockRow(long TermOffset, long PostingOffset)
{
    public const int Size = 16;

    /// <summary>Few enough to walk through, many enough that the blocks' table stays small.</summary>
    public const int TermsPerBlock = 16;

    public static TermBlockRow Read(ReadOnlySpan<byte> row) =>
        new(BinaryPrimitives.ReadInt64LittleEndian(row), BinaryPrimitives.ReadInt64LittleEndian(row[8..]));

    public void Write(ByteBuffer buffer)
    {
        buffer.WriteInt64(TermOffset);
        buffer.WriteInt64(PostingOffset);
    }
}
