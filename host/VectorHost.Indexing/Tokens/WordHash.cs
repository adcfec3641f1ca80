using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace VectorHost.Indexing.Tokens;

/// <summary>A quick hash of words, for tables in memory: nothing that is stored depends on it.</summary>
internal static class WordHash
{
    private const ulong Factor = 0xd6e8feb86659fd93;

    /// <summary>The hash of a word, from four characters at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Of(ReadOnlySpan<char> word) => Of(MemoryMarshal.AsBytes(word));

    /// <summary>The hash of a word, from eight bytes at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Of(ReadOnlySpan<byte> word)
    {
        ulong state = (ulong)word.Length * Factor;
        for (; word.Length >= sizeof(ulong); word = word[sizeof(ulong)..])
        {
            state = Add(state, MemoryMarshal.Read<ulong>(word));
        }

        ulong rest = 0;
        if (word.Length >= sizeof(uint))
        {
            rest = MemoryMarshal.Read<uint>(word);
            word = word[sizeof(uint)..];
        }

        if (word.Length >= sizeof(ushort))
        {
            rest = (rest << 16) | MemoryMarshal.Read<ushort>(word);
            word = word[sizeof(ushort)..];
        }

        // A product's upper bits depend on all bits of its factors.
        state = Add(state, word.IsEmpty ? rest : (rest << 8) | word[0]);
        return (uint)((state ^ (state >> 32)) * Factor >> 32);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Add(ulong state, ulong value) => (ulong.RotateLeft(state, 29) ^ value) * Factor;
}
