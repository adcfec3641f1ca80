namespace VectorHost.Plugins.Chroma.Search;

/// <summary>Cosine similarity of vectors of length 1.</summary>
internal static class Cosine
{
    /// <summary>The product of two vectors, in double precision, within -1 to 1.</summary>
    public static double Of(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        double product = 0;
        for (int i = 0; i < left.Length; i++)
        {
            product += (double)left[i] * right[i];
        }

        return Math.Clamp(product, -1, 1);
    }
}
