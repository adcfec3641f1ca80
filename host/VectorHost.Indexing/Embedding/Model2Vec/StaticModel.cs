using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using VectorHost.Indexing.Embedding.Model2Vec.Tokenization;
using VectorHost.Indexing.Snapshots;

namespace VectorHost.Indexing.Embedding.Model2Vec;

/// <summary>
/// A static model: the vector of a text is the mean of its tokens' vectors. Gives the vectors that the
/// <see href="https://github.com/MinishLab/model2vec">reference implementation</see> gives with its defaults.
/// </summary>
/// <remarks>Any number of calls may run concurrently.</remarks>
internal sealed class StaticModel : IDisposable
{
    /// <summary>How many tokens of a text count, in the reference by default.</summary>
    private const int MostTokens = 512;

    private readonly Tokenizer _tokenizer;
    private readonly TokenVectors _vectors;
    private readonly bool _normalizes;
    private readonly int _mostCharacters;

    private StaticModel(string id, Tokenizer tokenizer, TokenVectors vectors, bool normalizes)
    {
        Id = id;
        _tokenizer = tokenizer;
        _vectors = vectors;
        _normalizes = normalizes;
        _mostCharacters = MostTokens * MedianLength(tokenizer);
    }

    /// <summary>The folder's name and a hash of what makes the vectors, so that another model under the same name is told apart.</summary>
    public string Id { get; }

    /// <summary>The length of the vectors.</summary>
    public int Dimensions => _vectors.Dimensions;

    /// <summary>Loads a model: the tokenizer into memory, the vectors mapped.</summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="EmbeddingException">A file is missing, cannot be read, is damaged, or uses what is not supported.</exception>
    public static StaticModel Load(string path)
    {
        ModelFolder folder = ModelFolder.Find(path);
        bool normalizes = Read(folder.Settings, file => ReadNormalizes(File.ReadAllBytes(file)));
        Tokenizer tokenizer = Read(folder.Tokenizer, file => TokenizerFile.Read(File.ReadAllBytes(file)));
        return Read(folder.Vectors, file => Load(folder, file, tokenizer, normalizes));
    }

    /// <summary>Makes the vector of a text; zeros where it has no token that is known.</summary>
    /// <param name="text">The text.</param>
    /// <param name="vector">Where to: <see cref="Dimensions"/> numbers.</param>
    public void Embed(string text, Span<float> vector)
    {
        List<int> tokens = [];
        _tokenizer.Tokenize(Cut(text), tokens);
        if (_tokenizer.Model.Unknown is { } unknown)
        {
            tokens.RemoveAll(token => token == unknown);
        }

        float[] buffer = ArrayPool<float>.Shared.Rent(Dimensions);
        try
        {
            ReadOnlySpan<int> counted = CollectionsMarshal.AsSpan(tokens)[..Math.Min(tokens.Count, MostTokens)];
            _vectors.Average(counted, vector, buffer.AsSpan(0, Dimensions));
        }
        finally
        {
            ArrayPool<float>.Shared.Return(buffer);
        }

        if (_normalizes && tokens.Count > 0)
        {
            UnitVector.TryNormalize(vector);
        }
    }

    /// <summary>Lets go of the vectors.</summary>
    public void Dispose() => _vectors.Dispose();

    private static StaticModel Load(ModelFolder folder, string file, Tokenizer tokenizer, bool normalizes)
    {
        SafetensorsFile weights = SafetensorsFile.Open(file);
        try
        {
            TokenVectors vectors = TokenVectors.From(weights);
            int last = tokenizer.Vocabulary.Select(token => token.Value).DefaultIfEmpty(-1).Max();
            return last < vectors.TokenCount && tokenizer.Vocabulary.All(token => token.Value >= 0)
                ? new StaticModel($"{folder.Name}@{ModelHash.Of(folder, weights)}", tokenizer, vectors, normalizes)
                : throw new ModelFormatException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"it has vectors for {vectors.TokenCount} tokens, but tokenizer.json has tokens with numbers up to {last}"));
        }
        catch
        {
            weights.Dispose();
            throw;
        }
    }

    private static T Read<T>(string file, Func<string, T> read)
    {
        try
        {
            return read(file);
        }
        catch (Exception exception) when (exception is ModelFormatException or SnapshotDamagedException or IOException or UnauthorizedAccessException)
        {
            throw new EmbeddingException(
                EmbeddingFailureKind.InvalidConfiguration,
                $"The model's file '{file}' cannot be used: {exception.Message.TrimEnd('.')}. Choose another model for embedding.model2vec.path, or fetch this one again.",
                exception);
        }
    }

    private static bool ReadNormalizes(byte[] settings)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(settings);
            return JsonValues.Flag(document.RootElement, "normalize", otherwise: false);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new ModelFormatException("it is not a JSON object");
        }
    }

    /// <summary>The median of the tokens' lengths in code points, as the reference takes it: a bound on the text that is looked at.</summary>
    private static int MedianLength(Tokenizer tokenizer)
    {
        List<int> lengths = [.. tokenizer.Vocabulary.Select(token => CodePoints(token.Key)).Order()];
        return lengths.Count == 0 ? 1 : (lengths[(lengths.Count - 1) / 2] + lengths[lengths.Count / 2]) / 2;
    }

    private static int CodePoints(string text)
    {
        int count = 0;
        foreach (Rune _ in text.EnumerateRunes())
        {
            count++;
        }

        return count;
    }

    private string Cut(string text)
    {
        if (text.Length <= _mostCharacters)
        {
            return text;
        }

        int length = 0;
        int characters = 0;
        while (length < text.Length && characters < _mostCharacters)
        {
            length += char.IsSurrogatePair(text, length) ? 2 : 1;
            characters++;
        }

        return text[..length];
    }
}
