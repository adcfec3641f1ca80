using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace VectorHost.Indexing.Embedding.Trained;

/// <summary>Adds rows of a model to a sum.</summary>
internal static class RowSum
{
    /// <summary>Adds a row, each number times the scale.</summary>
    /// <remarks>
    /// One rounding for each product and each sum, in the order of the calls: the same bits on every machine, however many
    /// numbers its processor adds at once. Nothing compiles it ahead of time, since its vectors are as wide as the machine's, and
    /// it runs millions of times from the first second on: it is compiled well at once.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(ReadOnlySpan<sbyte> row, float scale, Span<float> sum)
    {
        ReadOnlySpan<Vector<sbyte>> parts = MemoryMarshal.Cast<sbyte, Vector<sbyte>>(row);
        Span<Vector<float>> sums = MemoryMarshal.Cast<float, Vector<float>>(sum[..row.Length]);
        for (int i = 0; i < parts.Length; i++)
        {
            Span<Vector<float>> four = sums.Slice(4 * i, 4);
            Vector.Widen(parts[i], out Vector<short> lower, out Vector<short> upper);
            Vector.Widen(lower, out Vector<int> first, out Vector<int> second);
            Vector.Widen(upper, out Vector<int> third, out Vector<int> fourth);
            four[0] += Vector.ConvertToSingle(first) * scale;
            four[1] += Vector.ConvertToSingle(second) * scale;
            four[2] += Vector.ConvertToSingle(third) * scale;
            four[3] += Vector.ConvertToSingle(fourth) * scale;
        }

        for (int i = parts.Length * Vector<sbyte>.Count; i < row.Length; i++)
        {
            sum[i] += row[i] * scale;
        }
    }
}
