using System.Buffers.Binary;
using System.Numerics;

namespace VectorHost.Indexing.Snapshots.Format;

/// <summary>CRC-32C, which today's processors compute eight bytes at a time.</summary>
internal static class Checksum
{
    public static uint Compute(ReadOnlySpan<byte> data)
    {
        uint crc = uint.MaxValue;
        while (data.Length >= sizeof(ulong))
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(data));
            data = data[sizeof(ulong)..];
        }

        foreach (byte b in data)
        {
            crc = BitOperations.Crc32C(crc, b);
        }

        return ~crc;
    }
}
