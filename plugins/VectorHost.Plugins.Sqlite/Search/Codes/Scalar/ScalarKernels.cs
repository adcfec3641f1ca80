using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace VectorHost.Plugins.Sqlite.Search.Codes.Scalar;

/// <summary>
/// The product of a row of 8-bit levels and a query of 16-bit numbers, by the widest instructions that the machine has.
/// All forms give the same integers.
/// </summary>
/// <remarks>
/// Lengths are multiples of <see cref="CodeLayout.DimensionStep"/>, and <see cref="ScalarQuery"/> keeps the sum of all
/// products within 31 bits. The query has 16 bits because a second 8-bit factor would double the error of the score,
/// and reading the rows, not multiplying them, is what takes the time.
/// </remarks>
internal static class ScalarKernels
{
    /// <summary>The product of one row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Dot(ReadOnlySpan<byte> levels, ReadOnlySpan<short> query)
    {
        if (Vector512.IsHardwareAccelerated && Avx512BW.IsSupported)
        {
            return Dot512(levels, query);
        }

        if (Avx2.IsSupported)
        {
            return Dot256(levels, query);
        }

        return Vector128.IsHardwareAccelerated ? Dot128(levels, query) : DotPortable(levels, query);
    }

    /// <summary>The products of rows that lie one after the other.</summary>
    /// <param name="levels">The rows.</param>
    /// <param name="query">As long as a row.</param>
    /// <param name="products">One for each row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Dot(ReadOnlySpan<byte> levels, ReadOnlySpan<short> query, Span<int> products)
    {
        for (int row = 0; row < products.Length; row++)
        {
            products[row] = Dot(levels.Slice(row * query.Length, query.Length), query);
        }
    }

    /// <summary>With AVX-512: 32 levels at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Dot512(ReadOnlySpan<byte> levels, ReadOnlySpan<short> query)
    {
        ref byte level = ref MemoryMarshal.GetReference(levels);
        ref short number = ref MemoryMarshal.GetReference(query);
        Vector512<int> even = Vector512<int>.Zero;
        Vector512<int> odd = Vector512<int>.Zero;
        for (nuint i = 0; i < (nuint)query.Length; i += 64)
        {
            Vector512<short> first = Avx512BW.ConvertToVector512Int16(Vector256.LoadUnsafe(ref level, i));
            Vector512<short> second = Avx512BW.ConvertToVector512Int16(Vector256.LoadUnsafe(ref level, i + 32));
            even += Avx512BW.MultiplyAddAdjacent(first, Vector512.LoadUnsafe(ref number, i));
            odd += Avx512BW.MultiplyAddAdjacent(second, Vector512.LoadUnsafe(ref number, i + 32));
        }

        return Vector512.Sum(even + odd);
    }

    /// <summary>With AVX2: 16 levels at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Dot256(ReadOnlySpan<byte> levels, ReadOnlySpan<short> query)
    {
        ref byte level = ref MemoryMarshal.GetReference(levels);
        ref short number = ref MemoryMarshal.GetReference(query);
        Vector256<int> even = Vector256<int>.Zero;
        Vector256<int> odd = Vector256<int>.Zero;
        for (nuint i = 0; i < (nuint)query.Length; i += 32)
        {
            Vector256<short> first = Avx2.ConvertToVector256Int16(Vector128.LoadUnsafe(ref level, i));
            Vector256<short> second = Avx2.ConvertToVector256Int16(Vector128.LoadUnsafe(ref level, i + 16));
            even += Avx2.MultiplyAddAdjacent(first, Vector256.LoadUnsafe(ref number, i));
            odd += Avx2.MultiplyAddAdjacent(second, Vector256.LoadUnsafe(ref number, i + 16));
        }

        return Vector256.Sum(even + odd);
    }

    /// <summary>With any 128-bit instructions: 16 levels at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Dot128(ReadOnlySpan<byte> levels, ReadOnlySpan<short> query)
    {
        ref byte level = ref MemoryMarshal.GetReference(levels);
        ref short number = ref MemoryMarshal.GetReference(query);
        Vector128<int> sum = Vector128<int>.Zero;
        for (nuint i = 0; i < (nuint)query.Length; i += 16)
        {
            (Vector128<ushort> low, Vector128<ushort> high) = Vector128.Widen(Vector128.LoadUnsafe(ref level, i));
            sum += MultiplyAdd(low.AsInt16(), Vector128.LoadUnsafe(ref number, i));
            sum += MultiplyAdd(high.AsInt16(), Vector128.LoadUnsafe(ref number, i + 8));
        }

        return Vector128.Sum(sum);
    }

    /// <summary>Without vector instructions.</summary>
    public static int DotPortable(ReadOnlySpan<byte> levels, ReadOnlySpan<short> query)
    {
        int sum = 0;
        for (int i = 0; i < query.Length; i++)
        {
            sum += levels[i] * query[i];
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> MultiplyAdd(Vector128<short> left, Vector128<short> right)
    {
        if (Sse2.IsSupported)
        {
            return Sse2.MultiplyAddAdjacent(left, right);
        }

        (Vector128<int> leftLow, Vector128<int> leftHigh) = Vector128.Widen(left);
        (Vector128<int> rightLow, Vector128<int> rightHigh) = Vector128.Widen(right);
        return (leftLow * rightLow) + (leftHigh * rightHigh);
    }
}
