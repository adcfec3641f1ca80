using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace VectorHost.EmbeddingTrainer.Training;

/// <summary>
/// The arithmetic of training. Every sum runs in an order of its own that no processor and no number of threads changes,
/// so that the same input gives the same bits.
/// </summary>
internal static class VectorMath
{
    private const int Rows = 4;
    private static int Width => Vector512<float>.Count;

    /// <summary>The product of two vectors.</summary>
    public static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        ReadOnlySpan<Vector512<float>> left = MemoryMarshal.Cast<float, Vector512<float>>(a);
        ReadOnlySpan<Vector512<float>> right = MemoryMarshal.Cast<float, Vector512<float>>(b);
        Vector512<float> sum = Vector512<float>.Zero;
        for (int i = 0; i < left.Length; i++)
        {
            sum = Vector512.FusedMultiplyAdd(left[i], right[i], sum);
        }

        return Sum(sum);
    }

    /// <summary>Adds a multiple of a vector to another.</summary>
    public static void AddScaled(ReadOnlySpan<float> vector, float factor, Span<float> sum)
    {
        ReadOnlySpan<Vector512<float>> source = MemoryMarshal.Cast<float, Vector512<float>>(vector);
        Span<Vector512<float>> target = MemoryMarshal.Cast<float, Vector512<float>>(sum);
        Vector512<float> factors = Vector512.Create(factor);
        for (int i = 0; i < target.Length; i++)
        {
            target[i] = Vector512.FusedMultiplyAdd(source[i], factors, target[i]);
        }
    }

    /// <summary>The products of four rows with every row of a matrix: four rows of the result.</summary>
    /// <param name="rows">Four rows, one behind the other.</param>
    /// <param name="matrix">The matrix.</param>
    /// <param name="dimensions">The length of a row.</param>
    /// <param name="products">Four rows, each as long as the matrix has rows.</param>
    public static void MultiplyTransposed(ReadOnlySpan<float> rows, ReadOnlySpan<float> matrix, int dimensions, Span<float> products)
    {
        ReadOnlySpan<Vector512<float>> left = MemoryMarshal.Cast<float, Vector512<float>>(rows);
        ReadOnlySpan<Vector512<float>> right = MemoryMarshal.Cast<float, Vector512<float>>(matrix);
        int steps = dimensions / Width;
        int count = right.Length / steps;
        for (int j = 0; j < count; j++)
        {
            Vector512<float> a = Vector512<float>.Zero;
            Vector512<float> b = a;
            Vector512<float> c = a;
            Vector512<float> d = a;
            for (int k = 0; k < steps; k++)
            {
                Vector512<float> other = right[(j * steps) + k];
                a = Vector512.FusedMultiplyAdd(left[k], other, a);
                b = Vector512.FusedMultiplyAdd(left[steps + k], other, b);
                c = Vector512.FusedMultiplyAdd(left[(2 * steps) + k], other, c);
                d = Vector512.FusedMultiplyAdd(left[(3 * steps) + k], other, d);
            }

            products[j] = Sum(a);
            products[count + j] = Sum(b);
            products[(2 * count) + j] = Sum(c);
            products[(3 * count) + j] = Sum(d);
        }
    }

    /// <summary>Sums the rows of a matrix with four sets of factors: four rows of the result.</summary>
    /// <param name="factors">Where the factors are.</param>
    /// <param name="first">The place of the first row's first factor.</param>
    /// <param name="across">How far apart the factors of neighbouring sets are.</param>
    /// <param name="along">How far apart the factors of neighbouring matrix rows are.</param>
    /// <param name="matrix">The matrix.</param>
    /// <param name="dimensions">The length of a row.</param>
    /// <param name="sums">Four rows.</param>
    public static void CombineRows(
        ReadOnlySpan<float> factors, int first, int across, int along, ReadOnlySpan<float> matrix, int dimensions, Span<float> sums)
    {
        ReadOnlySpan<Vector512<float>> source = MemoryMarshal.Cast<float, Vector512<float>>(matrix);
        Span<Vector512<float>> target = MemoryMarshal.Cast<float, Vector512<float>>(sums);
        int steps = dimensions / Width;
        int count = source.Length / steps;
        for (int k = 0; k < steps; k += 2)
        {
            Vector512<float> a0 = Vector512<float>.Zero, a1 = a0, b0 = a0, b1 = a0, c0 = a0, c1 = a0, d0 = a0, d1 = a0;
            for (int j = 0; j < count; j++)
            {
                Vector512<float> left = source[(j * steps) + k];
                Vector512<float> right = source[(j * steps) + k + 1];
                int place = first + (j * along);
                Vector512<float> a = Vector512.Create(factors[place]);
                Vector512<float> b = Vector512.Create(factors[place + across]);
                Vector512<float> c = Vector512.Create(factors[place + (2 * across)]);
                Vector512<float> d = Vector512.Create(factors[place + (3 * across)]);
                a0 = Vector512.FusedMultiplyAdd(left, a, a0);
                a1 = Vector512.FusedMultiplyAdd(right, a, a1);
                b0 = Vector512.FusedMultiplyAdd(left, b, b0);
                b1 = Vector512.FusedMultiplyAdd(right, b, b1);
                c0 = Vector512.FusedMultiplyAdd(left, c, c0);
                c1 = Vector512.FusedMultiplyAdd(right, c, c1);
                d0 = Vector512.FusedMultiplyAdd(left, d, d0);
                d1 = Vector512.FusedMultiplyAdd(right, d, d1);
            }

            (target[k], target[k + 1]) = (a0, a1);
            (target[steps + k], target[steps + k + 1]) = (b0, b1);
            (target[(2 * steps) + k], target[(2 * steps) + k + 1]) = (c0, c1);
            (target[(3 * steps) + k], target[(3 * steps) + k + 1]) = (d0, d1);
        }
    }

    /// <summary>Multiplies a vector.</summary>
    public static void Scale(Span<float> vector, float factor)
    {
        foreach (ref Vector512<float> part in MemoryMarshal.Cast<float, Vector512<float>>(vector))
        {
            part *= factor;
        }
    }

    /// <summary>Replaces each similarity s by exp((s - 1) / temperature).</summary>
    public static void ExpScaled(Span<float> similarities, float temperature)
    {
        Vector512<float> factor = Vector512.Create(1 / temperature);
        foreach (ref Vector512<float> part in MemoryMarshal.Cast<float, Vector512<float>>(similarities))
        {
            part = Vector512.Exp((part - Vector512<float>.One) * factor);
        }
    }

    /// <summary>The sum of a vector's numbers.</summary>
    public static float Sum(ReadOnlySpan<float> vector)
    {
        Vector512<float> sum = Vector512<float>.Zero;
        foreach (ref readonly Vector512<float> part in MemoryMarshal.Cast<float, Vector512<float>>(vector))
        {
            sum += part;
        }

        return Sum(sum);
    }

    /// <summary>Moves a vector by Adam.</summary>
    public static void MoveByAdam(
        Span<float> values, Span<float> first, Span<float> second, ReadOnlySpan<float> gradient, in AdamStep step)
    {
        Span<Vector512<float>> moved = MemoryMarshal.Cast<float, Vector512<float>>(values);
        Span<Vector512<float>> means = MemoryMarshal.Cast<float, Vector512<float>>(first);
        Span<Vector512<float>> squares = MemoryMarshal.Cast<float, Vector512<float>>(second);
        ReadOnlySpan<Vector512<float>> gradients = MemoryMarshal.Cast<float, Vector512<float>>(gradient);
        for (int i = 0; i < moved.Length; i++)
        {
            Vector512<float> g = gradients[i];
            means[i] = (means[i] * step.FirstDecay) + (g * (1 - step.FirstDecay));
            squares[i] = (squares[i] * step.SecondDecay) + (g * g * (1 - step.SecondDecay));
            Vector512<float> divisor = Vector512.Sqrt(squares[i] * step.SecondScale) + Vector512.Create(step.Epsilon);
            moved[i] -= means[i] * step.Rate / divisor;
        }
    }

    /// <summary>How many rows the methods of four take at once.</summary>
    public static int RowsAtOnce => Rows;

    private static float Sum(Vector512<float> vector)
    {
        Vector256<float> half = vector.GetLower() + vector.GetUpper();
        Vector128<float> quarter = half.GetLower() + half.GetUpper();
        return quarter[0] + quarter[1] + (quarter[2] + quarter[3]);
    }
}
