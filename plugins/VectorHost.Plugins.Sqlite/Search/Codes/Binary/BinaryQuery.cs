using System.Numerics;
using System.Numerics.Tensors;

namespace VectorHost.Plugins.Sqlite.Search.Codes.Binary;

/// <summary>
/// A query as tables of what bits are worth, and from them an estimate of each row's score that is rarely far too low.
/// </summary>
/// <remarks>
/// <para>
/// RaBitQ (J. Gao, C. Long, SIGMOD 2024). With the centre c of the rows, x' = R(x - c) and q' = R(q - c), R a random
/// rotation, the score is q·x = q'·x' + (q - c)·c + c·x. Of x' the signs are kept, as u with coordinates ±1/√n. The
/// part of q' that is orthogonal to x' meets u as if at random, so that q'·x' is estimated without bias by
/// |x'|²/‖x'‖₁ · Σ ±q'ᵢ, with the deviation |q'|·|x'|·√((1 - w²)/w²)/√(n - 1), where w = ‖x'‖₁/(√n·|x'|) is the cosine
/// of x' and u (theorem 3.2 there).
/// </para>
/// <para>
/// The search looks closer at every row whose estimate plus <see cref="Deviations"/> deviations reaches the worst hit so
/// far. So how many are looked at follows the data and the number of hits asked for, and what may be missed does not.
/// </para>
/// </remarks>
internal sealed class BinaryQuery
{
    /// <summary>
    /// How many deviations below its score a row's estimate may be without the row being missed. Were the estimates
    /// distributed normally, 1.2 % of them would be lower; of real code 0.1 % are.
    /// </summary>
    private const float Deviations = 2.25f;

    private const int GroupBits = 4;

    private readonly byte[] _tables;
    private readonly float _base;
    private readonly float _step;
    private readonly float _least;
    private readonly float _allowance;

    /// <param name="query">The query.</param>
    /// <param name="center">The centre c of the rows.</param>
    /// <param name="rotation">Of as many coordinates as codes have bits.</param>
    public BinaryQuery(ReadOnlySpan<float> query, ReadOnlySpan<float> center, Rotation rotation)
    {
        float[] rotated = new float[CodeLayout.Padded(query.Length)];
        TensorPrimitives.Subtract(query, center, rotated);
        _base = TensorPrimitives.Dot(rotated.AsSpan(0, query.Length), center);
        _allowance = Deviations * TensorPrimitives.Norm<float>(rotated);
        rotation.Apply(rotated);

        // The tables hold the sums of the coordinates whose bit is set, counted from the least in each group.
        float widest = float.Epsilon;
        float negative = 0;
        for (int i = 0; i < rotated.Length; i += GroupBits)
        {
            ReadOnlySpan<float> group = rotated.AsSpan(i, GroupBits);
            widest = MathF.Max(widest, TensorPrimitives.SumOfMagnitudes(group));
            foreach (float coordinate in group)
            {
                negative += MathF.Min(coordinate, 0);
            }
        }

        float step = widest / byte.MaxValue;
        _tables = new byte[rotated.Length / GroupBits * BinaryKernels.GroupBytes];
        for (int i = 0; i < rotated.Length; i += GroupBits)
        {
            FillTable(rotated.AsSpan(i, GroupBits), step, _tables.AsSpan(i / GroupBits * BinaryKernels.GroupBytes, BinaryKernels.GroupBytes));
        }

        // Σ ±q'ᵢ is twice the sum where the bit is set less the sum of all.
        _step = 2 * step;
        _least = (2 * negative) - TensorPrimitives.Sum<float>(rotated);
    }

    /// <summary>For each group of four bits the worth of its 16 values, in steps.</summary>
    public ReadOnlySpan<byte> Tables => _tables;

    /// <summary>How high the scores of rows may well be.</summary>
    /// <param name="sums">What <see cref="BinaryKernels"/> summed up of <see cref="Tables"/>, for each row.</param>
    /// <param name="bases">The rows' <see cref="BinaryFactors.Base"/>.</param>
    /// <param name="scales">The rows' <see cref="BinaryFactors.Scale"/>.</param>
    /// <param name="deviations">The rows' <see cref="BinaryFactors.Deviation"/>.</param>
    /// <param name="bounds">Where the answers go; as many as there are sums, a multiple of <see cref="BinaryKernels.BlockRows"/>.</param>
    public void FillBounds(
        ReadOnlySpan<uint> sums, ReadOnlySpan<float> bases, ReadOnlySpan<float> scales, ReadOnlySpan<float> deviations, Span<float> bounds)
    {
        Vector<float> start = new(_base);
        Vector<float> step = new(_step);
        Vector<float> least = new(_least);
        Vector<float> allowance = new(_allowance);
        for (int row = 0; row < sums.Length; row += Vector<float>.Count)
        {
            Vector<float> sum = Vector.ConvertToSingle(new Vector<uint>(sums[row..]).As<uint, int>());
            Vector<float> estimate = start + new Vector<float>(bases[row..]) + (new Vector<float>(scales[row..]) * ((sum * step) + least));
            (estimate + (allowance * new Vector<float>(deviations[row..]))).CopyTo(bounds[row..]);
        }
    }

    private static void FillTable(ReadOnlySpan<float> coordinates, float step, Span<byte> table)
    {
        float least = 0;
        foreach (float coordinate in coordinates)
        {
            least += MathF.Min(coordinate, 0);
        }

        for (int value = 0; value < table.Length; value++)
        {
            float sum = -least;
            for (int bit = 0; bit < coordinates.Length; bit++)
            {
                sum += ((value >> bit) & 1) * coordinates[bit];
            }

            table[value] = (byte)Math.Clamp(MathF.Round(sum / step), 0, byte.MaxValue);
        }
    }
}
