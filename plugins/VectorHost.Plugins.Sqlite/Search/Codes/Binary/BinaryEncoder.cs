using System.Numerics.Tensors;

namespace VectorHost.Plugins.Sqlite.Search.Codes.Binary;

/// <summary>Turns vectors into one bit a dimension: see <see cref="BinaryQuery"/>. For one thread at a time.</summary>
/// <param name="center">The centre c of the vectors.</param>
/// <param name="rotation">Of as many coordinates as codes have bits.</param>
internal sealed class BinaryEncoder(ReadOnlyMemory<float> center, Rotation rotation)
{
    private const int GroupBits = 4;

    private readonly float[] _rotated = new float[CodeLayout.Padded(center.Length)];

    /// <summary>Encodes a vector.</summary>
    /// <param name="vector">The vector.</param>
    /// <param name="block">The block that its row belongs to, zero where the row's bits go.</param>
    /// <param name="row">Its place in the block.</param>
    public BinaryFactors Encode(ReadOnlySpan<float> vector, Span<byte> block, int row)
    {
        Span<float> rotated = _rotated;
        TensorPrimitives.Subtract(vector, center.Span, rotated);
        rotated[vector.Length..].Clear();
        rotation.Apply(rotated);
        WriteSigns(rotated, block, row);

        float product = TensorPrimitives.Dot(center.Span, vector);
        double square = TensorPrimitives.SumOfSquares<float>(rotated);
        double sum = TensorPrimitives.SumOfMagnitudes<float>(rotated);
        if (sum <= 0)
        {
            // At the centre: the base is the score.
            return new BinaryFactors(product, Scale: 0, Deviation: 0);
        }

        // The square of the cosine between the vector and its signs.
        double aligned = sum * sum / (square * rotated.Length);
        double deviation = Math.Sqrt(square * Math.Max(0, 1 - aligned) / (aligned * (rotated.Length - 1)));
        return new BinaryFactors(product, (float)(square / sum), (float)deviation);
    }

    private static void WriteSigns(ReadOnlySpan<float> rotated, Span<byte> block, int row)
    {
        int shift = row < 16 ? 0 : GroupBits;
        int place = BinaryKernels.ByteOf(row);
        for (int i = 0; i < rotated.Length; i += GroupBits)
        {
            int bits = 0;
            for (int bit = 0; bit < GroupBits; bit++)
            {
                bits |= (rotated[i + bit] > 0 ? 1 : 0) << bit;
            }

            block[place] |= (byte)(bits << shift);
            place += BinaryKernels.GroupBytes;
        }
    }
}
