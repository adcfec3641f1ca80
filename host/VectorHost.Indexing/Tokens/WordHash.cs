using System.Runtime.InteropServices;

namespace VectorHost.Indexing.Tokens;

/// <summary>A quick hash of short texts, for tables in memory: nothing that is stored depends on it.</summary>
internal static class WordHash
{
    private const ulong Factor = 0x9e3779b97f4a7c15;

    /// <summary>Hashes bytes eight at a time.</summary>
    /// <returns>32 bits.</returns>
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        ulong hash = (ulong)bytes.Length * Factor;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            hash = Add(hash, MemoryMarshal.Read<ulong>(bytes));
        }

        ulong rest = 0;
        foreach (byte value in bytes)
        {
            rest = (rest << 8) | value;
        }

        // A product's upper bits depend on all bits of its factors.
        return (uint)(Add(hash, rest) >> 32);
    }

    private static ulong Add(ulong hash, ulong value) => (ulong.RotateLeft(hash, 29) ^ value) * Factor;
}
