using Microsoft.Extensions.AI;

namespace VectorHost.Indexing.Embedding.Model2Vec;

/// <summary>Makes vectors with a static model from a folder: no network, no GPU, microseconds a text.</summary>
/// <remarks>
/// A text without any known token has no direction; the reference gives zeros, which no store takes. Here it gets the
/// same number in every dimension. Any number of calls may run concurrently; each works on its caller's thread.
/// </remarks>
public sealed class Model2VecEmbeddingGenerator : IEmbeddingGenerator<string, Embedding<float>>
{
    private readonly StaticModel _model;
    private readonly EmbeddingGeneratorMetadata _metadata;

    /// <summary>Loads a model.</summary>
    /// <param name="options">Where it is.</param>
    /// <exception cref="EmbeddingException">It cannot be used: <see cref="EmbeddingFailureKind.InvalidConfiguration"/>.</exception>
    public Model2VecEmbeddingGenerator(Model2VecEmbeddingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (string.IsNullOrWhiteSpace(options.Path))
        {
            throw new EmbeddingException(
                EmbeddingFailureKind.InvalidConfiguration,
                "embedding.model2vec.path is not set: give a model's folder, or the name of a model that 'vectorhost models pull' has fetched.");
        }

        _model = StaticModel.Load(options.Path);
        _metadata = new("model2vec", providerUri: null, _model.Id, _model.Dimensions);
    }

    /// <summary>The folder's name and a hash of what makes the vectors.</summary>
    public string Model => _model.Id;

    /// <summary>The length of the vectors.</summary>
    public int Dimensions => _model.Dimensions;

    /// <inheritdoc/>
    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values,
        EmbeddingGenerationOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        GeneratedEmbeddings<Embedding<float>> embeddings = [];
        foreach (string text in values)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                return Task.FromCanceled<GeneratedEmbeddings<Embedding<float>>>(cancellationToken);
            }

            embeddings.Add(new(Embed(text)) { ModelId = _model.Id });
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

    /// <summary>Lets go of the model's file.</summary>
    public void Dispose() => _model.Dispose();

    private float[] Embed(string text)
    {
        float[] vector = new float[_model.Dimensions];
        _model.Embed(text, vector);
        if (!vector.AsSpan().ContainsAnyExcept(0f))
        {
            Array.Fill(vector, (float)(1 / Math.Sqrt(vector.Length)));
        }

        return vector;
    }
}
