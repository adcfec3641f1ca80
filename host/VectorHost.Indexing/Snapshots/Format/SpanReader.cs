using System.Buffers.Binary;
using System.Text;

namespace VectorHost.Indexing.Snapshots.Format;

/// <summary>Reads what <see cref="ByteBuffer"/> wrote, front to back; never beyond the end.</summary>
/// <param name="bytes">What to read.</param>
internal ref struct SpanReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public int Position { get; private set; }

    public ReadOnlySpan<byte> ReadBytes(int length)
    {
        if ((uint)length > (uint)(_bytes.Length - Position))
        {
            throw new SnapshotDamagedException("a value reaches beyond its table");
        }

        ReadOnlySpan<byte> value = _bytes.Slice(Position, length);
        Position += length;
        return value;
    }

    public int ReadInt32() => BinaryPrimitives.ReadInt32LittleEndian(ReadBytes(sizeof(int)));

    public uint ReadUInt32() => BinaryPrimitives.ReadUInt32LittleEndian(ReadBytes(sizeof(uint)));

    public long ReadInt64() => BinaryPrimitives.ReadInt64LittleEndian(ReadBytes(sizeof(long)));

    public uint ReadVarint()
    {
        uint value = 0;
        for (int shift = 0; shift < 35 && Position < _bytes.Length; shift += 7)
        {
            byte b = _bytes[Position++];
            value |= (uint)(b & 0x7f) << shift;
            if (b < 0x80)
            {
                return value;
            }
        }

        throw new SnapshotDamagedException("a number has no end");
    }

    public int ReadLength()
    {
        uint length = ReadVarint();
        return length <= int.MaxValue ? (int)length : throw new SnapshotDamagedException("a length is too large");
    }

    public string ReadString() => Encoding.UTF8.GetString(ReadBytes(ReadLength()));
}
