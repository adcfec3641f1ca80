using System.Numerics.Tensors;

namespace VectorHost.Benchmarks.Inputs;

/// <summary>
/// Vectors of length 1 that lie as those of real texts do, in clusters of very different sizes: the k-th of 200 draws
/// with weight 1/k. The same seed gives the same vectors.
/// </summary>
internal sealed class ClusteredVectors
{
    private const int ClusterCount = 200;
    private readonly Random _random;
    private readonly int _dimensions;
    private readonly float[][] _centers;
    private readonly double[] _shares;
    private readonly float _noise;

    /// <param name="dimensions">The length of a vector.</param>
    /// <param name="seed">The seed.</param>
    public ClusteredVectors(int dimensions, int seed)
    {
        _random = new Random(seed);
        _dimensions = dimensions;
        // As long as the centre in the mean: the cosine of two vectors of one cluster is about a half.
        _noise = 1 / MathF.Sqrt(dimensions);
        _centers = [.. Enumerable.Range(0, ClusterCount).Select(_ => MakeCenter())];
        double sum = 0;
        _shares = [.. Enumerable.Range(1, ClusterCount).Select(rank => sum += 1.0 / rank)];
    }

    /// <summary>Draws vectors and writes them one after the other.</summary>
    /// <param name="count">How many.</param>
    public float[] Draw(int count)
    {
        float[] vectors = new float[(long)count * _dimensions];
        for (int i = 0; i < count; i++)
        {
            Span<float> vector = vectors.AsSpan(i * _dimensions, _dimensions);
            FillWithNoise(vector);
            TensorPrimitives.Multiply(vector, _noise, vector);
            TensorPrimitives.Add(vector, _centers[DrawCluster()], vector);
            TensorPrimitives.Divide(vector, TensorPrimitives.Norm<float>(vector), vector);
        }

        return vectors;
    }

    private int DrawCluster()
    {
        int found = Array.BinarySearch(_shares, _random.NextDouble() * _shares[^1]);
        return found < 0 ? ~found : found;
    }

    private float[] MakeCenter()
    {
        float[] center = new float[_dimensions];
        FillWithNoise(center);
        TensorPrimitives.Divide(center, TensorPrimitives.Norm<float>(center), center);
        return center;
    }

    /// <summary>Normally distributed numbers, two at a time: Box and Muller, 1958.</summary>
    private void FillWithNoise(Span<float> numbers)
    {
        for (int i = 0; i < numbers.Length; i += 2)
        {
            float radius = MathF.Sqrt(-2 * MathF.Log(1 - _random.NextSingle()));
            (float sin, float cos) = MathF.SinCos(2 * MathF.PI * _random.NextSingle());
            numbers[i] = radius * cos;
            if (i + 1 < numbers.Length)
            {
                numbers[i + 1] = radius * sin;
            }
        }
    }
}
