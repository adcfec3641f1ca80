namespace VectorHost.Indexing.Embedding.Model2Vec;

/// <summary>An array of numbers in a <see cref="SafetensorsFile"/>.</summary>
/// <param name="Type">What the numbers are.</param>
/// <param name="Shape">The length of each dimension.</param>
/// <param name="Offset">Where its bytes begin in the file.</param>
/// <param name="Length">How many bytes it has.</param>
internal sealed record Tensor(TensorType Type, IReadOnlyList<long> Shape, long Offset, long Length)
{
    /// <summary>How many bytes a number has.</summary>
    public static int SizeOf(TensorType type) => type switch
    {
        TensorType.Int8 => sizeof(sbyte),
        TensorType.Float16 or TensorType.BFloat16 => sizeof(ushort),
        TensorType.Float32 or TensorType.Int32 => sizeof(int),
        _ => sizeof(long),
    };
}
