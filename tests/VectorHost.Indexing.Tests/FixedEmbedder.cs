using Microsoft.Extensions.AI;
using VectorHost.Indexing.Embedding;

namespace VectorHost.Indexing.Tests;

/// <summary>An embedder of few dimensions, whose vectors count the characters of a text.</summary>
internal sealed class FixedEmbedder(int dimensions) : IEmbeddingGenerator<string, Embedding<float>>
{
    public static Embedder Create(string provider, int dimensions) => new(new FixedEmbedder(dimensions), new EmbedderProfile
    {
        Provider = provider,
        Model = "fixed",
        Dimensions = dimensions,
        MaxBatchTexts = 10,
        MaxParallelBatches = 1,
    });

    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default) =>
        Task.FromResult(new GeneratedEmbeddings<Embedding<float>>(values.Select(Embed)));

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
