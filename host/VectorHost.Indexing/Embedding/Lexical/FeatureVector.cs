namespace VectorHost.Indexing.Embedding.Lexical;

/// <summary>
/// Sums weighted features into a vector by signed hashing (Weinberger and others, "Feature hashing for large scale
/// multitask learning", 2009): a feature's hash gives its dimension and its sign, so that collisions cancel on average.
/// </summary>
/// <remarks>
/// The sums are integers: adding them in any order, on any machine, gives the same bits.
/// </remarks>
/// <param name="dimensions">The length of the vector.</param>
internal sealed class FeatureVector(int dimensions)
{
    /// <summary>What a weight of 1 counts as.</summary>
    private const double Scale = 1 << 20;

    private readonly long[] _sums = new long[dimensions];

    /// <summary>Makes a weight ready for <see cref="Add"/>.</summary>
    /// <param name="weight">The weight: at most a few thousand.</param>
    public static long Scaled(double weight) => (long)Math.Round(weight * Scale);

    /// <summary>Adds a feature.</summary>
    /// <param name="hash">The feature's <see cref="FeatureHash"/>.</param>
    /// <param name="weight">Its weight, <see cref="Scaled"/>.</param>
    public void Add(ulong hash, long weight)
    {
        // The upper half picks the dimension, for any number of them without bias; the lowest bit the sign.
        int dimension = (int)(((hash >> 32) * (ulong)_sums.Length) >> 32);
        _sums[dimension] += (hash & 1) == 0 ? weight : -weight;
    }

    /// <summary>Gives the vector scaled to length 1, and clears the sums for the next.</summary>
    /// <returns>The vector; <see langword="null"/> if all sums are zero.</returns>
    public float[]? TakeUnitVector()
    {
        double squared = 0;
        foreach (long sum in _sums)
        {
            squared += (double)sum * sum;
        }

        if (squared == 0)
        {
            return null;
        }

        double factor = 1 / Math.Sqrt(squared);
        float[] vector = new float[_sums.Length];
        for (int i = 0; i < vector.Length; i++)
        {
            vector[i] = (float)(_sums[i] * factor);
        }

        Array.Clear(_sums);
        return vector;
    }
}
