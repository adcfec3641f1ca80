using System.Buffers.Binary;
using System.Text;

namespace VectorHost.Indexing.Snapshots.Format;

/// <summary>Bytes in the making: little-endian numbers, variable-length numbers, and strings after their length.</summary>
internal sealed class ByteBuffer
{
    private const int LongestVarint = 5;
    private byte[] _bytes = new byte[256];

    public int Count { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Count);

    public void Clear() => Count = 0;

    public Span<byte> Append(int length)
    {
        EnsureRoom(length);
        Span<byte> appended = _bytes.AsSpan(Count, length);
        Count += length;
        return appended;
    }

    public void WriteBytes(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Append(bytes.Length));

    public void WriteInt32(int value) => BinaryPrimitives.WriteInt32LittleEndian(Append(sizeof(int)), value);

    public void WriteUInt32(uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Append(sizeof(uint)), value);

    public void WriteInt64(long value) => BinaryPrimitives.WriteInt64LittleEndian(Append(sizeof(long)), value);

    /// <summary>Seven bits a byte, the lowest first; the high bit says that more follow.</summary>
    public void WriteVarint(uint value)
    {
        EnsureRoom(LongestVarint);
        while (value >= 0x80)
        {
            _bytes[Count++] = (byte)(value | 0x80);
            value >>= 7;
        }

        _bytes[Count++] = (byte)value;
    }

    public void WriteString(string value)
    {
        int length = Encoding.UTF8.GetByteCount(value);
        WriteVarint((uint)length);
        Encoding.UTF8.GetBytes(value, Append(length));
    }

    private void EnsureRoom(int length)
    {
        if (_bytes.Length - Count < length)
        {
            Array.Resize(ref _bytes, Math.Max(checked(Count + length), (int)Math.Min(Array.MaxLength, 2L * _bytes.Length)));
        }
    }
}
