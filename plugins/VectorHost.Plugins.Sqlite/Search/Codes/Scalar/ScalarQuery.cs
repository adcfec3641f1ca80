using System.Numerics;

namespace VectorHost.Plugins.Sqlite.Search.Codes.Scalar;

/// <summary>
/// A query as 16-bit numbers, and from it the highest score that a row of 8-bit levels can have.
/// </summary>
/// <remarks>
/// <para>
/// A row x is kept as s·a, where a are whole numbers from -127 to 127, and the length of what that leaves out,
/// r = |x - s·a|. The query q is t·b, and leaves out e = |q - t·b|. Then
/// q·x = t·s·(b·a) + (q - t·b)·(s·a) + q·(x - s·a), and by Cauchy and Schwarz the last two are at most e·|s·a| and
/// |q|·r. The score cannot be higher than the sum: nothing is estimated, so leaving out rows whose bound is too low
/// never loses a hit.
/// </para>
/// <para>
/// Scores are computed in float32, which rounds: by at most n·2⁻²⁴/(1 - n·2⁻²⁴) of |q|·|x| for a sum of n products
/// (N. Higham, Accuracy and Stability of Numerical Algorithms, section 3.1). The bound allows for four times that.
/// </para>
/// </remarks>
internal sealed class ScalarQuery
{
    /// <summary>What is added to a level so that it is not negative.</summary>
    public const int LevelOffset = 128;

    private readonly short[] _numbers;
    private readonly int _offset;
    private readonly float _step;
    private readonly float _norm;
    private readonly float _error;
    private readonly float _roundingError;

    /// <param name="query">The query, finite.</param>
    public ScalarQuery(ReadOnlySpan<float> query)
    {
        _numbers = new short[CodeLayout.Padded(query.Length)];
        int limit = Math.Min(short.MaxValue, int.MaxValue / (byte.MaxValue * _numbers.Length));
        float largest = LargestOf(query);
        double step = largest > 0 ? (double)largest / limit : 1;
        double lost = 0;
        double square = 0;
        for (int i = 0; i < query.Length; i++)
        {
            double level = Math.Round(query[i] / step);
            _numbers[i] = (short)level;
            _offset += LevelOffset * _numbers[i];
            lost += Math.Pow(query[i] - (level * step), 2);
            square += (double)query[i] * query[i];
        }

        _step = (float)step;
        _norm = MathF.BitIncrement((float)Math.Sqrt(square));
        _error = MathF.BitIncrement((float)Math.Sqrt(lost)) + (_norm * 1e-7f);
        _roundingError = 4 * (_numbers.Length + 8) * float.Pow(2, -24) * _norm;
    }

    /// <summary>The 16-bit numbers, zero where the dimensions were filled up.</summary>
    public ReadOnlySpan<short> Numbers => _numbers;

    /// <summary>The highest score that a row can have.</summary>
    /// <param name="product">Of its levels and <see cref="Numbers"/>, as <see cref="ScalarKernels"/> gives it.</param>
    /// <param name="scale">The row's s.</param>
    /// <param name="residual">The row's r.</param>
    /// <param name="largestNorm">No row's |x| nor |s·a| is larger.</param>
    public float UpperBound(int product, float scale, float residual, float largestNorm) =>
        (_step * scale * (product - _offset)) + (_norm * residual) + ((_error + _roundingError) * largestNorm);

    /// <summary>The highest scores that rows can have.</summary>
    /// <param name="products">Of their levels and <see cref="Numbers"/>.</param>
    /// <param name="scales">The rows' s.</param>
    /// <param name="residuals">The rows' r.</param>
    /// <param name="largestNorm">No row's |x| nor |s·a| is larger.</param>
    /// <param name="bounds">Where the answers go.</param>
    public void FillBounds(
        ReadOnlySpan<int> products, ReadOnlySpan<float> scales, ReadOnlySpan<float> residuals, float largestNorm, Span<float> bounds)
    {
        Vector<float> step = new(_step);
        Vector<float> norm = new(_norm);
        Vector<int> offset = new(_offset);
        Vector<float> allowance = new((_error + _roundingError) * largestNorm);
        int row = 0;
        for (; row <= products.Length - Vector<float>.Count; row += Vector<float>.Count)
        {
            Vector<float> product = Vector.ConvertToSingle(new Vector<int>(products[row..]) - offset);
            ((step * new Vector<float>(scales[row..]) * product) + (norm * new Vector<float>(residuals[row..])) + allowance).CopyTo(bounds[row..]);
        }

        for (; row < products.Length; row++)
        {
            bounds[row] = UpperBound(products[row], scales[row], residuals[row], largestNorm);
        }
    }

    /// <summary>The largest magnitude. A plain loop: the framework's would be compiled anew in every process, for one question.</summary>
    private static float LargestOf(ReadOnlySpan<float> query)
    {
        float largest = 0;
        foreach (float number in query)
        {
            largest = Math.Max(largest, Math.Abs(number));
        }

        return largest;
    }
}
