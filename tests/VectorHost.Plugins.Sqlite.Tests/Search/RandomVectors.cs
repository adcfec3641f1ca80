using System.Numerics.Tensors;

namespace VectorHost.Plugins.Sqlite.Tests.Search;

/// <summary>Vectors from a seed, as they may come from an embedder.</summary>
internal static class RandomVectors
{
    /// <summary>Vectors of length 1 around a few dozen centres, which share a direction.</summary>
    public static float[][] Clustered(int count, int dimensions, int seed)
    {
        Random random = new(seed);
        float[] common = Gaussian(random, dimensions, 1);
        float[][] centers = [.. Enumerable.Range(0, 40).Select(_ => Add(common, Gaussian(random, dimensions, 1.5f)))];
        return [.. Enumerable.Range(0, count).Select(_ => Unit(Add(centers[random.Next(centers.Length)], Gaussian(random, dimensions, 1))))];
    }

    /// <summary>Vectors of length 1 in every direction alike.</summary>
    public static float[][] Uniform(int count, int dimensions, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ => Unit(Gaussian(random, dimensions, 1)))];
    }

    /// <summary>The vector with length 1.</summary>
    public static float[] Unit(float[] vector)
    {
        TensorPrimitives.Divide(vector, TensorPrimitives.Norm<float>(vector), vector);
        return vector;
    }

    private static float[] Add(float[] left, float[] right)
    {
        TensorPrimitives.Add(left, right, right);
        return right;
    }

    private static float[] Gaussian(Random random, int dimensions, float deviation) =>
    [
        .. Enumerable.Range(0, dimensions).Select(_ =>
            deviation * (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()))),
    ];
}
