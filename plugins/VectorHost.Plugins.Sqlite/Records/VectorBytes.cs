using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace VectorHost.Plugins.Sqlite.Records;

/// <summary>Vectors as they lie in the file: 4 bytes a number, the lowest first, on every machine.</summary>
internal static class VectorBytes
{
    /// <summary>The bytes of a vector, without a copy where the machine keeps them so already.</summary>
    public static ReadOnlySpan<byte> Of(ReadOnlySpan<float> vector)
    {
        if (BitConverter.IsLittleEndian)
        {
            return MemoryMarshal.AsBytes(vector);
        }

        byte[] bytes = new byte[vector.Length * sizeof(float)];
        for (int i = 0; i < vector.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), vector[i]);
        }

        return bytes;
    }

    /// <summary>Reads a vector.</summary>
    /// <param name="bytes">4 bytes for each number of <paramref name="vector"/>.</param>
    /// <param name="vector">Where the numbers go.</param>
    public static void Read(ReadOnlySpan<byte> bytes, Span<float> vector)
    {
        if (BitConverter.IsLittleEndian)
        {
            bytes.CopyTo(MemoryMarshal.AsBytes(vector));
            return;
        }

        for (int i = 0; i < vector.Length; i++)
        {
            vector[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(i * sizeof(float))..]);
        }
    }
}
