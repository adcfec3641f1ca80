namespace VectorHost.Indexing.Embedding;

/// <summary>Scales vectors to length 1.</summary>
internal static class UnitVector
{
    /// <summary>How far from 1 a squared length may be and still count as 1: well above the rounding of float32.</summary>
    private const double Tolerance = 1e-6;

    /// <summary>
    /// Scales a vector in place, unless it has length 1 already. The sum runs in order and in double precision, not
    /// vectorised, so that the result has the same bits on every machine.
    /// </summary>
    /// <param name="vector">The vector.</param>
    /// <returns><see langword="false"/> for a vector without direction: all zeros, or not all finite.</returns>
    public static bool TryNormalize(Span<float> vector)
    {
        double squared = 0;
        foreach (float value in vector)
        {
            squared += (double)value * value;
        }

        if (squared == 0 || !double.IsFinite(squared))
        {
            return false;
        }

        if (Math.Abs(squared - 1) > Tolerance)
        {
            double length = Math.Sqrt(squared);
            foreach (ref float value in vector)
            {
                value = (float)(value / length);
            }
        }

        return true;
    }
}
