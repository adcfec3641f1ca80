using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace VectorHost.Plugins.Sqlite.Search.Codes.Binary;

/// <summary>
/// Sums up what each group of four bits of a row is worth to the query, for 32 rows at a time, by the widest
/// instructions that the machine has. All forms give the same integers.
/// </summary>
/// <remarks>
/// <para>
/// Four bits have 16 values, and 16 bytes fill a vector register: one instruction looks up the worth of a group for 16
/// rows (F. André, A.-M. Kermarrec, N. Le Scouarnec: Cache locality is not enough, VLDB 2015). A block holds, for each
/// group, 16 bytes: the low halves are of rows 0 to 15, the high halves of rows 16 to 31. Byte 2i is of row i, byte
/// 2i + 1 of row i + 8, so that the sums of even and of odd bytes are those of neighbouring rows.
/// </para>
/// <para>
/// Bytes are summed up in 16 bits without unpacking: one sum of whole pairs, which also counts 256 times the odd byte,
/// and one of the odd bytes alone, to take that off again. <see cref="MaxGroups"/> groups of 255 at most fit.
/// </para>
/// </remarks>
internal static class BinaryKernels
{
    /// <summary>How many rows a block has.</summary>
    public const int BlockRows = 32;

    /// <summary>How many bytes a group takes, in a block and in the query's tables.</summary>
    public const int GroupBytes = 16;

    /// <summary>How many groups can be summed up in 16 bits.</summary>
    public const int MaxGroups = 256;

    /// <summary>Adds up one block after the other.</summary>
    /// <param name="blocks">The blocks, each as long as <paramref name="tables"/>.</param>
    /// <param name="tables">For each group the worth of its 16 values.</param>
    /// <param name="sums">One for each row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Sum(ReadOnlySpan<byte> blocks, ReadOnlySpan<byte> tables, Span<uint> sums)
    {
        for (int row = 0; row < sums.Length; row += BlockRows)
        {
            ReadOnlySpan<byte> block = blocks.Slice(row / BlockRows * tables.Length, tables.Length);
            Span<uint> blockSums = sums.Slice(row, BlockRows);
            if (Vector512.IsHardwareAccelerated && Avx512BW.IsSupported)
            {
                Sum512(block, tables, blockSums);
            }
            else if (Avx2.IsSupported)
            {
                Sum256(block, tables, blockSums);
            }
            else if (Vector128.IsHardwareAccelerated)
            {
                Sum128(block, tables, blockSums);
            }
            else
            {
                SumPortable(block, tables, blockSums);
            }
        }
    }

    /// <summary>With AVX-512: four groups at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Sum512(ReadOnlySpan<byte> block, ReadOnlySpan<byte> tables, Span<uint> sums)
    {
        ref byte code = ref MemoryMarshal.GetReference(block);
        ref byte table = ref MemoryMarshal.GetReference(tables);
        Vector512<byte> mask = Vector512.Create((byte)0xF);
        sums.Clear();
        for (nuint start = 0; start < (nuint)tables.Length; start += MaxGroups * GroupBytes)
        {
            Vector512<ushort> low = Vector512<ushort>.Zero;
            Vector512<ushort> lowOdd = Vector512<ushort>.Zero;
            Vector512<ushort> high = Vector512<ushort>.Zero;
            Vector512<ushort> highOdd = Vector512<ushort>.Zero;
            nuint end = nuint.Min((nuint)tables.Length, start + (MaxGroups * GroupBytes));
            for (nuint i = start; i < end; i += 64)
            {
                Vector512<byte> codes = Vector512.LoadUnsafe(ref code, i);
                Vector512<byte> worths = Vector512.LoadUnsafe(ref table, i);
                Vector512<ushort> ofLow = Avx512BW.Shuffle(worths, codes & mask).AsUInt16();
                Vector512<ushort> ofHigh = Avx512BW.Shuffle(worths, (codes.AsUInt16() >>> 4).AsByte() & mask).AsUInt16();
                low += ofLow;
                lowOdd += ofLow >>> 8;
                high += ofHigh;
                highOdd += ofHigh >>> 8;
            }

            low -= lowOdd << 8;
            high -= highOdd << 8;
            Add(Fold(low), Fold(lowOdd), sums);
            Add(Fold(high), Fold(highOdd), sums[16..]);
        }
    }

    /// <summary>With AVX2: two groups at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Sum256(ReadOnlySpan<byte> block, ReadOnlySpan<byte> tables, Span<uint> sums)
    {
        ref byte code = ref MemoryMarshal.GetReference(block);
        ref byte table = ref MemoryMarshal.GetReference(tables);
        Vector256<byte> mask = Vector256.Create((byte)0xF);
        sums.Clear();
        for (nuint start = 0; start < (nuint)tables.Length; start += MaxGroups * GroupBytes)
        {
            Vector256<ushort> low = Vector256<ushort>.Zero;
            Vector256<ushort> lowOdd = Vector256<ushort>.Zero;
            Vector256<ushort> high = Vector256<ushort>.Zero;
            Vector256<ushort> highOdd = Vector256<ushort>.Zero;
            nuint end = nuint.Min((nuint)tables.Length, start + (MaxGroups * GroupBytes));
            for (nuint i = start; i < end; i += 32)
            {
                Vector256<byte> codes = Vector256.LoadUnsafe(ref code, i);
                Vector256<byte> worths = Vector256.LoadUnsafe(ref table, i);
                Vector256<ushort> ofLow = Avx2.Shuffle(worths, codes & mask).AsUInt16();
                Vector256<ushort> ofHigh = Avx2.Shuffle(worths, (codes.AsUInt16() >>> 4).AsByte() & mask).AsUInt16();
                low += ofLow;
                lowOdd += ofLow >>> 8;
                high += ofHigh;
                highOdd += ofHigh >>> 8;
            }

            low -= lowOdd << 8;
            high -= highOdd << 8;
            Add(Fold(low), Fold(lowOdd), sums);
            Add(Fold(high), Fold(highOdd), sums[16..]);
        }
    }

    /// <summary>With any 128-bit instructions: one group at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Sum128(ReadOnlySpan<byte> block, ReadOnlySpan<byte> tables, Span<uint> sums)
    {
        ref byte code = ref MemoryMarshal.GetReference(block);
        ref byte table = ref MemoryMarshal.GetReference(tables);
        Vector128<byte> mask = Vector128.Create((byte)0xF);
        sums.Clear();
        for (nuint start = 0; start < (nuint)tables.Length; start += MaxGroups * GroupBytes)
        {
            Vector128<ushort> low = Vector128<ushort>.Zero;
            Vector128<ushort> lowOdd = Vector128<ushort>.Zero;
            Vector128<ushort> high = Vector128<ushort>.Zero;
            Vector128<ushort> highOdd = Vector128<ushort>.Zero;
            nuint end = nuint.Min((nuint)tables.Length, start + (MaxGroups * GroupBytes));
            for (nuint i = start; i < end; i += GroupBytes)
            {
                Vector128<byte> codes = Vector128.LoadUnsafe(ref code, i);
                Vector128<byte> worths = Vector128.LoadUnsafe(ref table, i);
                Vector128<ushort> ofLow = Vector128.ShuffleNative(worths, codes & mask).AsUInt16();
                Vector128<ushort> ofHigh = Vector128.ShuffleNative(worths, (codes.AsUInt16() >>> 4).AsByte() & mask).AsUInt16();
                low += ofLow;
                lowOdd += ofLow >>> 8;
                high += ofHigh;
                highOdd += ofHigh >>> 8;
            }

            Add(low - (lowOdd << 8), lowOdd, sums);
            Add(high - (highOdd << 8), highOdd, sums[16..]);
        }
    }

    /// <summary>Without vector instructions.</summary>
    public static void SumPortable(ReadOnlySpan<byte> block, ReadOnlySpan<byte> tables, Span<uint> sums)
    {
        sums.Clear();
        for (int group = 0; group < tables.Length; group += GroupBytes)
        {
            for (int row = 0; row < BlockRows; row++)
            {
                int codes = block[group + ByteOf(row)];
                sums[row] += tables[group + (row < 16 ? codes & 0xF : codes >> 4)];
            }
        }
    }

    /// <summary>Which of a group's bytes holds the bits of a row of the block.</summary>
    public static int ByteOf(int row) => ((row & 7) * 2) + ((row >> 3) & 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ushort> Fold(Vector512<ushort> sums) => Fold(sums.GetLower() + sums.GetUpper());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ushort> Fold(Vector256<ushort> sums) => sums.GetLower() + sums.GetUpper();

    /// <summary>Adds the sums of eight even bytes and of eight odd ones to those of 16 rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(Vector128<ushort> even, Vector128<ushort> odd, Span<uint> sums)
    {
        Add(even, sums);
        Add(odd, sums[8..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(Vector128<ushort> numbers, Span<uint> sums)
    {
        (Vector128<uint> low, Vector128<uint> high) = Vector128.Widen(numbers);
        (Vector128.Create<uint>(sums) + low).CopyTo(sums);
        (Vector128.Create<uint>(sums[4..]) + high).CopyTo(sums[4..]);
    }
}
