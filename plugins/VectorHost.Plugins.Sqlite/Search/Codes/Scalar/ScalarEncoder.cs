using System.Numerics.Tensors;

namespace VectorHost.Plugins.Sqlite.Search.Codes.Scalar;

/// <summary>Turns a vector into 8-bit levels: see <see cref="ScalarQuery"/>.</summary>
internal static class ScalarEncoder
{
    private const int LargestLevel = 127;

    /// <summary>Encodes a vector.</summary>
    /// <param name="vector">The vector, finite.</param>
    /// <param name="levels">Where its levels go; those beyond its dimensions stand for 0.</param>
    /// <returns>What a level stands for, the length of what the levels leave out, and a length that neither exceeds.</returns>
    public static (float Scale, float Residual, float Norm) Encode(ReadOnlySpan<float> vector, Span<byte> levels)
    {
        float largest = vector.IsEmpty ? 0 : Math.Abs(TensorPrimitives.MaxMagnitude(vector));
        float scale = largest / LargestLevel;
        float inverse = scale > 0 ? 1 / scale : 0;
        if (float.IsInfinity(inverse))
        {
            // Smaller than the smallest normal number: too small to matter, and the residual says so.
            (scale, inverse) = (0, 0);
        }

        double lost = 0;
        double square = 0;
        for (int i = 0; i < vector.Length; i++)
        {
            float level = MathF.Round(vector[i] * inverse);
            levels[i] = (byte)((int)level + ScalarQuery.LevelOffset);
            double rest = vector[i] - ((double)scale * level);
            lost += rest * rest;
            square += (double)vector[i] * vector[i];
        }

        levels[vector.Length..].Fill(ScalarQuery.LevelOffset);
        float residual = MathF.BitIncrement((float)Math.Sqrt(lost));
        return (scale, residual, MathF.BitIncrement((float)Math.Sqrt(square)) + residual);
    }
}
