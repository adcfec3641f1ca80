using Microsoft.Extensions.AI;

namespace VectorHost.Indexing.Embedding.Trained;

/// <summary>
/// Makes vectors from the words of a text by a table that was trained on code and its documentation: texts are near when
/// their words are used for the same things, even if they share none.
/// </summary>
/// <remarks>
/// <para>
/// A text's vector is the sum of its words' vectors, each times 1 + ln n for a word that occurs n times, scaled to length 1.
/// How much a word matters is part of its trained vector: that of <c>return</c> is short. The order of words does not matter.
/// Unknown words count as the known words that they are made of.
/// </para>
/// <para>
/// The same text gives the same bits in every process, on every machine. A text without known words gives the first unit
/// vector, so that it can be stored. Any number of calls may run concurrently; each works on its caller's thread.
/// </para>
/// </remarks>
public sealed class StaticEmbeddingGenerator : IEmbeddingGenerator<string, Embedding<float>>
{
    private readonly Lock _gate = new();
    private readonly Stack<KnownWords> _buffers = [];
    private readonly StaticModel _model;

    /// <summary>Makes a generator with the model that ships with VectorHost, which is read once per process.</summary>
    /// <exception cref="EmbeddingException">The model is damaged.</exception>
    public StaticEmbeddingGenerator()
        : this(StaticModel.Default)
    {
    }

    /// <summary>Makes a generator.</summary>
    /// <param name="model">The model.</param>
    public StaticEmbeddingGenerator(StaticModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        _model = model;
    }

    /// <summary>The model's name, which changes with every number in it.</summary>
    public string Model => _model.Name;

    /// <summary>The length of the vectors.</summary>
    public int Dimensions => _model.Dimensions;

    /// <inheritdoc/>
    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values,
        EmbeddingGenerationOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (options?.Dimensions is { } asked && asked != Dimensions)
        {
            throw new ArgumentException($"This generator makes vectors of {Dimensions} dimensions, not {asked}.", nameof(options));
        }

        KnownWords words = RentBuffer();
        GeneratedEmbeddings<Embedding<float>> embeddings = [];
        foreach (string text in values)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                return Task.FromCanceled<GeneratedEmbeddings<Embedding<float>>>(cancellationToken);
            }

            words.Count(text);
            embeddings.Add(new(Embed(words.ToCounted())) { ModelId = Model });
        }

        ReturnBuffer(words);
        return Task.FromResult(embeddings);
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(EmbeddingGeneratorMetadata) ? new EmbeddingGeneratorMetadata("static", providerUri: null, Model, Dimensions)
            : serviceType.IsInstanceOfType(this) ? this : null;
    }

    /// <summary>There is nothing to release: the model is shared.</summary>
    public void Dispose()
    {
    }

    /// <summary>Makes the vector of a text whose words were counted.</summary>
    internal float[] Embed(CountedWords words)
    {
        float[] vector = new float[Dimensions];
        _model.Add(words, vector);
        if (!UnitVector.TryNormalize(vector))
        {
            vector[0] = 1;
        }

        return vector;
    }

    /// <summary>What counts the words that the model knows.</summary>
    internal KnownWords CountWords() => new(_model.Vocabulary);

    private KnownWords RentBuffer()
    {
        lock (_gate)
        {
            if (_buffers.TryPop(out KnownWords? words))
            {
                return words;
            }
        }

        return CountWords();
    }

    private void ReturnBuffer(KnownWords words)
    {
        lock (_gate)
        {
            _buffers.Push(words);
        }
    }
}
