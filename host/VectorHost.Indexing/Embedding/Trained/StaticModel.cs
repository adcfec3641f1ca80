using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace VectorHost.Indexing.Embedding.Trained;

/// <summary>A trained model: words, and a vector for each. The README beside the model describes its file.</summary>
/// <remarks>Any number of threads may use it at once.</remarks>
public sealed class StaticModel
{
    private const string ResourceName = "VectorHost.Indexing.static-model.bin";

    /// <summary>Far above any that training gives; no sum of any text overflows with it.</summary>
    private const float LargestScale = 1_000_000;

    private static readonly Lazy<StaticModel> Shipped = new(ReadResource);

    private readonly ReadOnlyMemory<byte> _rows;
    private readonly float[] _scales;

    private StaticModel(Vocabulary vocabulary, float[] scales, ReadOnlyMemory<byte> rows, uint checksum)
    {
        Vocabulary = vocabulary;
        _scales = scales;
        _rows = rows;
        Dimensions = rows.Length / scales.Length;
        Name = $"code-{Dimensions}-{checksum:x8}";
    }

    /// <summary>The model that ships with VectorHost, read once per process.</summary>
    /// <exception cref="EmbeddingException">The assembly was damaged.</exception>
    public static StaticModel Default => Shipped.Value;

    /// <summary>The model's words.</summary>
    internal Vocabulary Vocabulary { get; }

    /// <summary>The length of its vectors.</summary>
    public int Dimensions { get; }

    /// <summary>A name that no model with other vectors has.</summary>
    public string Name { get; }

    /// <summary>Reads a model from a file's bytes.</summary>
    /// <param name="file">The bytes, which must not change as long as the model is used: they are not copied.</param>
    /// <exception cref="InvalidDataException">They are no model, damaged, or made for another version.</exception>
    public static StaticModel Read(ReadOnlyMemory<byte> file)
    {
        ReadOnlySpan<byte> bytes = file.Span;
        StaticModelParts parts = StaticModelFile.Read(bytes);
        Vocabulary vocabulary = Vocabulary.TryRead(bytes[StaticModelFile.HeaderSize..parts.Scales], parts.Words)
            ?? throw new InvalidDataException("its words are not sorted, or not as many as its header says");
        float[] scales = ReadScales(bytes[parts.Scales..parts.Rows]);
        return new(vocabulary, scales, file[parts.Rows..^StaticModelFile.ChecksumSize], parts.Checksum);
    }

    /// <summary>Adds the vectors of words to a sum.</summary>
    /// <param name="words">The words.</param>
    /// <param name="sum">The sum, <see cref="Dimensions"/> long.</param>
    internal void Add(CountedWords words, Span<float> sum)
    {
        ReadOnlySpan<sbyte> rows = MemoryMarshal.Cast<byte, sbyte>(_rows.Span);
        for (int i = 0; i < words.Words.Length; i++)
        {
            int word = words.Words[i];
            RowSum.Add(rows.Slice(word * Dimensions, Dimensions), _scales[word] * WordCountWeight.Of(words.Counts[i]), sum);
        }
    }

    private static float[] ReadScales(ReadOnlySpan<byte> bytes)
    {
        float[] scales = new float[bytes.Length / sizeof(float)];
        for (int i = 0; i < scales.Length; i++)
        {
            scales[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(i * sizeof(float))..]);
        }

        return scales.AsSpan().ContainsAnyExceptInRange(0, LargestScale)
            ? throw new InvalidDataException("it scales words by numbers that are negative, enormous or not finite")
            : scales;
    }

    private static StaticModel ReadResource()
    {
        ReadOnlyMemory<byte> file = ResourceMemory.Open(ResourceName);
        try
        {
            return Read(file);
        }
        catch (InvalidDataException exception)
        {
            throw new EmbeddingException(
                EmbeddingFailureKind.InvalidConfiguration,
                $"The built-in embedding model cannot be used: {exception.Message}. Install VectorHost again, or set embedding.provider to lexical.",
                exception);
        }
    }
}
