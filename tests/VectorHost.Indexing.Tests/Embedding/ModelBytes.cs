using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace VectorHost.Indexing.Tests.Embedding;

/// <summary>Writes a static model's file byte by byte, as the README beside the model describes it.</summary>
internal sealed record ModelBytes
{
    public string Signature { get; init; } = "VHSTATIC";

    public ushort Version { get; init; } = 1;

    public string Tokens { get; init; } = "1";

    public IReadOnlyList<string> Words { get; init; } = ["block", "cat", "dog", "keyvalu", "list"];

    public IReadOnlyList<float> Scales { get; init; } = [1, 0.5f, 1, 1, 1];

    /// <summary>The number in a word's row and in a dimension.</summary>
    public Func<int, int, sbyte> Value { get; init; } = (word, dimension) => (sbyte)(dimension == word ? 100 : 0);

    public int Dimensions { get; init; } = 5;

    public int? WordCount { get; init; }

    /// <summary>Changes the bytes between the last field and the checksum, which still fits.</summary>
    public Action<byte[]> Spoil { get; init; } = _ => { };

    public byte[] ToArray()
    {
        byte[] words = Encoding.UTF8.GetBytes(string.Concat(Words.Select(word => word + '\n')));
        byte[] file = new byte[32 + words.Length + (Scales.Count * 4) + (Scales.Count * Dimensions) + 4];
        Encoding.ASCII.GetBytes(Signature, file);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(8), Version);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(10), (ushort)Dimensions);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(12), WordCount ?? Words.Count);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(16), words.Length);
        Encoding.ASCII.GetBytes(Tokens, file.AsSpan(20));
        words.CopyTo(file, 32);
        int offset = 32 + words.Length;
        foreach (float scale in Scales)
        {
            BinaryPrimitives.WriteSingleLittleEndian(file.AsSpan(offset), scale);
            offset += 4;
        }

        for (int i = 0; i < Scales.Count * Dimensions; i++)
        {
            file[offset++] = (byte)Value(i / Dimensions, i % Dimensions);
        }

        Spoil(file);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(offset), Crc32C(file.AsSpan(..offset)));
        return file;
    }

    private static uint Crc32C(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in bytes)
        {
            crc = BitOperations.Crc32C(crc, b);
        }

        return ~crc;
    }
}
