using System.Numerics;
using System.Numerics.Tensors;

namespace VectorHost.Plugins.Sqlite.Search.Codes.Binary;

/// <summary>
/// A rotation that is as good as random and takes n·log n steps: what a vector has in few coordinates is spread over
/// all of them, so that their signs say equally much.
/// </summary>
/// <remarks>
/// Four rounds of: change the sign of random coordinates, then apply the Hadamard matrix to as many coordinates as the
/// largest power of two that fits, from the front in one round and to the back in the next (a subsampled randomised
/// Hadamard transform: N. Ailon, B. Chazelle, The fast Johnson-Lindenstrauss transform, SIAM J. Comput. 2009). Where
/// the dimensions are not a power of two, the two halves are mixed as well. Each step keeps lengths and angles. The
/// same dimensions always have the same rotation, so that codes outlive the process that made them.
/// </remarks>
internal sealed class Rotation
{
    private const int Rounds = 4;
    private const ulong Seed = 0x9E3779B97F4A7C15;

    private readonly int _dimensions;
    private readonly int _power;
    private readonly float _scale;
    private readonly float[] _signs;

    /// <param name="dimensions">How many coordinates; a multiple of <see cref="CodeLayout.DimensionStep"/>.</param>
    public Rotation(int dimensions)
    {
        _dimensions = dimensions;
        _power = (int)(BitOperations.RoundUpToPowerOf2((uint)dimensions + 1) / 2);
        _scale = 1 / MathF.Sqrt(_power);
        _signs = new float[Rounds * dimensions];
        ulong state = Seed;
        for (int i = 0; i < _signs.Length; i++)
        {
            _signs[i] = (Next(ref state) & 1) == 0 ? 1 : -1;
        }
    }

    /// <summary>Rotates a vector in place.</summary>
    public void Apply(Span<float> vector)
    {
        for (int round = 0; round < Rounds; round++)
        {
            TensorPrimitives.Multiply(vector, _signs.AsSpan(round * _dimensions, _dimensions), vector);
            Span<float> part = round % 2 == 0 ? vector[.._power] : vector[^_power..];
            ApplyHadamard(part);
            TensorPrimitives.Multiply(part, _scale, part);
            if (_power != _dimensions)
            {
                MixHalves(vector);
            }
        }
    }

    /// <summary>The matrix times the vector: log n passes of sums and differences of pairs.</summary>
    private static void ApplyHadamard(Span<float> vector)
    {
        for (int half = 1; half < Vector<float>.Count; half *= 2)
        {
            for (int start = 0; start < vector.Length; start += 2 * half)
            {
                for (int i = start; i < start + half; i++)
                {
                    (vector[i], vector[i + half]) = (vector[i] + vector[i + half], vector[i] - vector[i + half]);
                }
            }
        }

        for (int half = Vector<float>.Count; half < vector.Length; half *= 2)
        {
            for (int start = 0; start < vector.Length; start += 2 * half)
            {
                Combine(vector.Slice(start, half), vector.Slice(start + half, half));
            }
        }
    }

    private static void Combine(Span<float> left, Span<float> right)
    {
        for (int i = 0; i < left.Length; i += Vector<float>.Count)
        {
            Vector<float> first = new(left[i..]);
            Vector<float> second = new(right[i..]);
            (first + second).CopyTo(left[i..]);
            (first - second).CopyTo(right[i..]);
        }
    }

    private void MixHalves(Span<float> vector)
    {
        Combine(vector[..(_dimensions / 2)], vector[(_dimensions / 2)..]);
        TensorPrimitives.Multiply(vector, MathF.Sqrt(0.5f), vector);
    }

    /// <summary>The generator SplitMix64 (G. Steele, D. Lea, C. Flood, OOPSLA 2014): the same on every machine and runtime.</summary>
    private static ulong Next(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15;
        ulong mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
