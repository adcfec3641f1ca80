using System.Buffers.Binary;
using VectorHost.Indexing.Snapshots.Format;
using VectorHost.Indexing.Tokens;

namespace VectorHost.Indexing.Embedding.Trained;

/// <summary>
/// The layout of a model's file: a header, the words, a scale for each word, a row of signed bytes for each word, and a
/// checksum of all that. Numbers are little-endian. The README beside the model describes it field by field.
/// </summary>
internal static class StaticModelFile
{
    /// <summary>The version of the layout.</summary>
    public const ushort Version = 1;

    /// <summary>The length of the header, in bytes.</summary>
    public const int HeaderSize = 32;

    /// <summary>The length of the checksum at the end, in bytes.</summary>
    public const int ChecksumSize = sizeof(uint);

    private const int DimensionsOffset = 10;
    private const int WordsOffset = 12;
    private const int WordBytesOffset = 16;
    private const int TokensOffset = 20;
    private const int TokensSize = 12;

    private static ReadOnlySpan<byte> Signature => "VHSTATIC"u8;

    /// <summary>Writes a file.</summary>
    /// <param name="words">The words in UTF-8, sorted, each with <see cref="Vocabulary.Separator"/> behind it.</param>
    /// <param name="scales">What a row's numbers are multiplied by, one for each word.</param>
    /// <param name="rows">The rows, one behind the other.</param>
    /// <returns>The file's bytes.</returns>
    public static byte[] Write(ReadOnlySpan<byte> words, ReadOnlySpan<float> scales, ReadOnlySpan<sbyte> rows)
    {
        byte[] file = new byte[HeaderSize + words.Length + (scales.Length * sizeof(float)) + rows.Length + ChecksumSize];
        Signature.CopyTo(file);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(Signature.Length), Version);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(DimensionsOffset), checked((ushort)(rows.Length / scales.Length)));
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(WordsOffset), scales.Length);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(WordBytesOffset), words.Length);
        System.Text.Encoding.ASCII.GetBytes(CodeTokenizer.Version, file.AsSpan(TokensOffset, TokensSize));
        words.CopyTo(file.AsSpan(HeaderSize));
        int offset = HeaderSize + words.Length;
        foreach (float scale in scales)
        {
            BinaryPrimitives.WriteSingleLittleEndian(file.AsSpan(offset), scale);
            offset += sizeof(float);
        }

        System.Runtime.InteropServices.MemoryMarshal.AsBytes(rows).CopyTo(file.AsSpan(offset));
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(file.Length - ChecksumSize), Checksum.Compute(file.AsSpan(..^ChecksumSize)));
        return file;
    }

    /// <summary>Finds the parts of a file, and checks all but the words.</summary>
    /// <param name="file">The file's bytes.</param>
    /// <exception cref="InvalidDataException">It is no model, cut short, damaged, or made for another version.</exception>
    public static StaticModelParts Read(ReadOnlySpan<byte> file)
    {
        if (file.Length < HeaderSize + ChecksumSize || !file.StartsWith(Signature))
        {
            throw new InvalidDataException("it is not a static embedding model");
        }

        ushort version = BinaryPrimitives.ReadUInt16LittleEndian(file[Signature.Length..]);
        if (version != Version)
        {
            throw new InvalidDataException($"its format is version {version}, and this program reads version {Version}");
        }

        StaticModelParts parts = new()
        {
            Dimensions = BinaryPrimitives.ReadUInt16LittleEndian(file[DimensionsOffset..]),
            Words = BinaryPrimitives.ReadInt32LittleEndian(file[WordsOffset..]),
            WordBytes = BinaryPrimitives.ReadInt32LittleEndian(file[WordBytesOffset..]),
            Checksum = BinaryPrimitives.ReadUInt32LittleEndian(file[^ChecksumSize..]),
        };
        if (parts is { Dimensions: 0 } or { Words: <= 0 } or { WordBytes: <= 0 } || parts.FileLength != file.Length)
        {
            throw new InvalidDataException($"it has {file.Length} bytes where its header speaks of {parts.FileLength}: it was cut short or altered");
        }

        if (Checksum.Compute(file[..^ChecksumSize]) != parts.Checksum)
        {
            throw new InvalidDataException("its bytes do not match its checksum");
        }

        string tokens = System.Text.Encoding.ASCII.GetString(file.Slice(TokensOffset, TokensSize)).TrimEnd('\0');
        return tokens == CodeTokenizer.Version
            ? parts
            : throw new InvalidDataException($"it was trained on words as version {tokens} cuts them, and this program is version {CodeTokenizer.Version}");
    }
}
