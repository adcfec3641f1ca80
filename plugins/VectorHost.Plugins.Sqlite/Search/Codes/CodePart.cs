using System.Runtime.InteropServices;
using VectorHost.Plugins.Sqlite.Search.Codes.Binary;
using VectorHost.Plugins.Sqlite.Search.Codes.Scalar;

namespace VectorHost.Plugins.Sqlite.Search.Codes;

/// <summary>Encodes some rows at a time, with buffers that are used again. For one thread.</summary>
/// <param name="layout">What lies where.</param>
/// <param name="target">Holds the vectors, and takes their codes.</param>
/// <param name="binary">Makes the bits, where there are any.</param>
internal sealed class CodePart(CodeLayout layout, CodeTarget target, BinaryEncoder? binary)
{
    /// <summary>
    /// As much work as is worth handing to a thread, in whole blocks, and in whole pages of every section of which parts are
    /// written by themselves.
    /// </summary>
    public const int MostRows = 32 * BinaryKernels.BlockRows;

    private readonly float[] _vectors = new float[MostRows * layout.Dimensions];
    private readonly byte[] _levels = new byte[MostRows * layout.CodeDimensions];
    private readonly byte[] _bits = binary is null ? [] : new byte[MostRows / BinaryKernels.BlockRows * layout.BlockBytes];

    /// <summary>Encodes a part.</summary>
    /// <param name="first">Its first row.</param>
    /// <param name="numbers">Takes what is known of each row.</param>
    /// <returns>No vector is longer, nor what its levels stand for.</returns>
    public float Encode(int first, RowNumbers numbers)
    {
        int count = Math.Min(MostRows, layout.Count - first);
        Span<float> vectors = _vectors.AsSpan(0, count * layout.Dimensions);
        target.Read(layout.Vectors + ((long)first * layout.Dimensions * sizeof(float)), MemoryMarshal.AsBytes(vectors));
        float largestNorm = 0;
        for (int i = 0; i < count; i++)
        {
            (float scale, float residual, float norm) = ScalarEncoder.Encode(
                vectors.Slice(i * layout.Dimensions, layout.Dimensions), _levels.AsSpan(i * layout.CodeDimensions, layout.CodeDimensions));
            numbers.Set(first + i, scale, residual);
            largestNorm = MathF.Max(largestNorm, norm);
        }

        target.Write(layout.Levels + ((long)first * layout.CodeDimensions), _levels.AsSpan(0, count * layout.CodeDimensions));
        if (binary is not null)
        {
            EncodeBits(binary, first, vectors, numbers);
        }

        return largestNorm;
    }

    private void EncodeBits(BinaryEncoder binary, int first, ReadOnlySpan<float> vectors, RowNumbers numbers)
    {
        Array.Clear(_bits);
        int count = vectors.Length / layout.Dimensions;
        for (int i = 0; i < count; i++)
        {
            Span<byte> block = _bits.AsSpan(i / BinaryKernels.BlockRows * layout.BlockBytes, layout.BlockBytes);
            numbers.Set(first + i, binary.Encode(vectors.Slice(i * layout.Dimensions, layout.Dimensions), block, i % BinaryKernels.BlockRows));
        }

        int blocks = (count + BinaryKernels.BlockRows - 1) / BinaryKernels.BlockRows;
        target.Write(layout.Bits + (first / BinaryKernels.BlockRows * (long)layout.BlockBytes), _bits.AsSpan(0, blocks * layout.BlockBytes));
    }
}
