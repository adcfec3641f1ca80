using System.Buffers.Binary;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace VectorHost.Indexing.Embedding.Model2Vec;

/// <summary>Turns the numbers of a tensor into single precision, whatever they are.</summary>
internal static class NumberReader
{
    /// <summary>Converts numbers.</summary>
    /// <param name="type">What they are.</param>
    /// <param name="bytes">As many as fill the destination.</param>
    /// <param name="destination">Where to.</param>
    public static void ToSingle(TensorType type, ReadOnlySpan<byte> bytes, Span<float> destination)
    {
        switch (type)
        {
            case TensorType.Float32 when BitConverter.IsLittleEndian:
                MemoryMarshal.Cast<byte, float>(bytes).CopyTo(destination);
                break;
            case TensorType.Float16 when BitConverter.IsLittleEndian:
                TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<byte, Half>(bytes), destination);
                break;
            case TensorType.Int8:
                TensorPrimitives.ConvertChecked(MemoryMarshal.Cast<byte, sbyte>(bytes), destination);
                break;
            default:
                ToSingleOneByOne(type, bytes, destination);
                break;
        }
    }

    /// <summary>Converts whole numbers.</summary>
    /// <exception cref="ModelFormatException">They are not whole, or one does not fit.</exception>
    public static int[] ToInt32(TensorType type, ReadOnlySpan<byte> bytes)
    {
        int[] numbers = new int[bytes.Length / Tensor.SizeOf(type)];
        for (int i = 0; i < numbers.Length; i++)
        {
            long number = type switch
            {
                TensorType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(bytes[(i * sizeof(int))..]),
                TensorType.Int64 => BinaryPrimitives.ReadInt64LittleEndian(bytes[(i * sizeof(long))..]),
                _ => throw new ModelFormatException("its array 'mapping' holds no whole numbers"),
            };
            numbers[i] = number is >= 0 and <= int.MaxValue
                ? (int)number
                : throw new ModelFormatException("its array 'mapping' leads to vectors that are not there");
        }

        return numbers;
    }

    private static void ToSingleOneByOne(TensorType type, ReadOnlySpan<byte> bytes, Span<float> destination)
    {
        for (int i = 0; i < destination.Length; i++)
        {
            destination[i] = type switch
            {
                TensorType.Float16 => (float)BinaryPrimitives.ReadHalfLittleEndian(bytes[(i * sizeof(ushort))..]),
                TensorType.BFloat16 => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadUInt16LittleEndian(bytes[(i * sizeof(ushort))..]) << 16),
                TensorType.Float32 => BinaryPrimitives.ReadSingleLittleEndian(bytes[(i * sizeof(float))..]),
                TensorType.Float64 => (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes[(i * sizeof(double))..]),
                _ => throw new ModelFormatException("it holds numbers of a kind that vectors are not made of"),
            };
        }
    }
}
