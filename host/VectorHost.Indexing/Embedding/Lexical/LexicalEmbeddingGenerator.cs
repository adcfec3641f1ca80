using System.Collections.Concurrent;
using Microsoft.Extensions.AI;
using VectorHost.Indexing.Tokens;

namespace VectorHost.Indexing.Embedding.Lexical;

/// <summary>
/// Makes vectors from the words of a text, without a model, a network or any state: texts are near when they share
/// words, names, or parts of words.
/// </summary>
/// <remarks>
/// <para>
/// The features are the tokens of <see cref="CodeTokenizer"/> and the character 3- to 5-grams of every word, with its
/// bounds marked, so that <c>serialize</c>, <c>serializer</c> and a misspelt <c>serialise</c> meet. A word weighs the
/// square root of (1 + ln tf) x idf: the root because the product of two vectors has the weight twice. Its n-grams
/// together have the same length as the word itself. All are hashed into the dimensions with a sign. The order of words
/// does not matter.
/// </para>
/// <para>
/// The same text gives the same bits in every process, on every machine. A text without words gives the vector of the
/// empty word, so that it can be stored and is near to nothing else. Any number of calls may run concurrently; each
/// works on its caller's thread.
/// </para>
/// </remarks>
public sealed class LexicalEmbeddingGenerator : IEmbeddingGenerator<string, Embedding<float>>
{
    /// <summary>Names the rules that make the vectors: changes with them, and with the tokens.</summary>
    public const string Model = $"hashed-ngrams-1.{CodeTokenizer.Version}";

    /// <summary>The number of dimensions unless another is asked for.</summary>
    public const int DefaultDimensions = 1_024;

    private const int FewestDimensions = 16;
    private const int ShortestGram = 3;
    private const int LongestGram = 5;
    private const char Bound = ' ';
    private const int LargestKeptCapacity = 16_384;


    /// <summary>What a compound name as a whole weighs: its parts, which follow, say most of it.</summary>
    private const double WholeShare = 0.5;

    private readonly ConcurrentBag<(WordCounts Counts, FeatureVector Vector)> _buffers = [];
    private readonly EmbeddingGeneratorMetadata _metadata;
    private readonly int _dimensions;

    /// <summary>Makes a generator; there is nothing to load but a small table, once per process.</summary>
    /// <param name="dimensions">The length of the vectors: 16 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than 16 dimensions.</exception>
    public LexicalEmbeddingGenerator(int dimensions = DefaultDimensions)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimensions, FewestDimensions);
        _dimensions = dimensions;
        _metadata = new("lexical", providerUri: null, Model, dimensions);
    }

    /// <inheritdoc/>
    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values,
        EmbeddingGenerationOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (options?.Dimensions is { } asked && asked != _dimensions)
        {
            throw new ArgumentException($"This generator makes vectors of {_dimensions} dimensions, not {asked}.", nameof(options));
        }

        if (!_buffers.TryTake(out (WordCounts Counts, FeatureVector Vector) buffers))
        {
            buffers = (new(), new(_dimensions));
        }

        GeneratedEmbeddings<Embedding<float>> embeddings = [];
        foreach (string text in values)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                return Task.FromCanceled<GeneratedEmbeddings<Embedding<float>>>(cancellationToken);
            }

            embeddings.Add(new(Embed(text, buffers.Counts, buffers.Vector)) { ModelId = Model });
        }

        if (buffers.Counts.Capacity <= LargestKeptCapacity)
        {
            _buffers.Add(buffers);
        }

        return Task.FromResult(embeddings);
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(EmbeddingGeneratorMetadata) ? _metadata
            : serviceType.IsInstanceOfType(this) ? this : null;
    }

    /// <summary>There is nothing to release.</summary>
    public void Dispose()
    {
    }

    private static float[] Embed(string text, WordCounts counts, FeatureVector vector)
    {
        counts.Clear();
        foreach (Token token in new CodeTokenizer(text, stackalloc char[CodeTokenizer.MaxTokenLength]))
        {
            counts.Add(token);
        }

        WordWeights weights = WordWeights.Default;
        foreach (ref readonly Word word in counts.Words)
        {
            double weight = Math.Sqrt((1 + Math.Log(word.Count)) * weights[word.Hash]);
            if (word.IsWhole)
            {
                vector.Add(word.Hash, FeatureVector.Scaled(weight * WholeShare));
            }
            else
            {
                vector.Add(word.Hash, FeatureVector.Scaled(weight));
                AddGrams(counts.TextOf(word), weight, vector);
            }
        }

        return vector.TakeUnitVector() ?? OfEmptyWord(vector);
    }

    private static void AddGrams(ReadOnlySpan<char> word, double wordWeight, FeatureVector vector)
    {
        Span<char> bounded = stackalloc char[CodeTokenizer.MaxTokenLength + 2];
        bounded = bounded[..(word.Length + 2)];
        bounded[0] = bounded[^1] = Bound;
        word.CopyTo(bounded[1..]);

        // Divided by the root of their number, so that a long word's many n-grams do not drown a short word's few.
        long weight = FeatureVector.Scaled(wordWeight / Math.Sqrt(CountGrams(bounded.Length)));
        for (int start = 0; start + ShortestGram <= bounded.Length; start++)
        {
            ulong state = FeatureHash.GramSeed;
            ReadOnlySpan<char> longest = bounded[start..Math.Min(start + LongestGram, bounded.Length)];
            for (int i = 0; i < longest.Length; i++)
            {
                state = FeatureHash.Add(state, longest[i]);
                if (i >= ShortestGram - 1)
                {
                    vector.Add(FeatureHash.Finish(state), weight);
                }
            }
        }
    }

    private static int CountGrams(int length)
    {
        int count = 0;
        for (int gram = ShortestGram; gram <= Math.Min(LongestGram, length); gram++)
        {
            count += length - gram + 1;
        }

        return count;
    }

    private static float[] OfEmptyWord(FeatureVector vector)
    {
        vector.Add(FeatureHash.OfWord([]), FeatureVector.Scaled(1));
        return vector.TakeUnitVector()!;
    }
}
