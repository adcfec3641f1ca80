using Microsoft.Extensions.AI;
using VectorHost.Indexing.Embedding;

namespace VectorHost.Indexing.Tests;

/// <summary>An embedder of few dimensions, whose vectors count the characters of a text.</summary>
internal sealed class FixedEmbedder(int dimensions, bool mayEmbed = true) : IEmbeddingGenerator<string, Embedding<float>>
{
    public static Embedder Create(string provider, int dimensions) => Create(provider, dimensions, mayEmbed: true);

    /// <summary>An embedder that fails when it is asked for a vector.</summary>
    public static Embedder CreateThatMayNotEmbed(string provider, int dimensions) => Create(provider, dimensions, mayEmbed: false);

    private static Embedder Create(string provider, int dimensions, bool mayEmbed) => new(new FixedEmbedder(dimensions, mayEmbed), new EmbedderProfile
    {
        Provider = provider,
        Model = "fixed",
        Dimensions = dimensions,
        MaxBatchTexts = 10,
        MaxParallelBatches = 1,
    });

    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default) =>
        mayEmbed
            ? Task.FromResult(new GeneratedEmbeddings<Embedding<float>>(values.Select(Embed)))
            : throw new InvalidOperationException("Nothing may be embedded here.");

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }

    private Embedding<float> Embed(string text)
    {
        float[] vector = new float[dimensions];
        vector[0] = 1;
        foreach (char c in text)
        {
            vector[c % dimensions]++;
        }

        return new Embedding<float>(vector);
    }
}
