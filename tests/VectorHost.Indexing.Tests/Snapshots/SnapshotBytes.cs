using System.Buffers.Binary;
using System.Numerics;

namespace VectorHost.Indexing.Tests.Snapshots;

/// <summary>Alters a snapshot's bytes as the format says, so that every checksum fits again.</summary>
internal static class SnapshotBytes
{
    private const int PreludeSize = 64;
    private const int BlockSize = 64 * 1024;

    public static int FooterOffset(byte[] snapshot) => (int)BinaryPrimitives.ReadInt64LittleEndian(snapshot.AsSpan(16));

    /// <summary>Computes every checksum anew.</summary>
    public static void Seal(byte[] snapshot)
    {
        int footer = FooterOffset(snapshot);
        int blocks = (footer - PreludeSize + BlockSize - 1) / BlockSize;
        for (int i = 0; i < blocks; i++)
        {
            int start = PreludeSize + (i * BlockSize);
            uint checksum = Crc32C(snapshot.AsSpan(start, Math.Min(BlockSize, footer - start)));
            BinaryPrimitives.WriteUInt32LittleEndian(snapshot.AsSpan(snapshot.Length - ((blocks - i) * 4)), checksum);
        }

        BinaryPrimitives.WriteUInt32LittleEndian(snapshot.AsSpan(28), Crc32C(snapshot.AsSpan(footer)));
        BinaryPrimitives.WriteUInt32LittleEndian(snapshot.AsSpan(PreludeSize - 4), Crc32C(snapshot.AsSpan(0, PreludeSize - 4)));
    }

    private static uint Crc32C(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in bytes)
        {
            crc = BitOperations.Crc32C(crc, b);
        }

        return ~crc;
    }
}
