namespace VectorHost.Indexing.Embedding;

/// <summary>The <c>embedding</c> section of the configuration.</summary>
public sealed record EmbeddingOptions
{
    /// <summary>Who makes the vectors: one of <see cref="EmbedderFactory.Providers"/>; case does not matter.</summary>
    public string Provider { get; init; } = EmbedderFactory.Static;

    /// <summary>The settings of the provider <c>openai</c>, read only when it is selected.</summary>
    public OpenAIEmbeddingOptions OpenAI { get; init; } = new();

    /// <summary>The settings of the provider <c>model2vec</c>, read only when it is selected.</summary>
    public Model2VecEmbeddingOptions Model2Vec { get; init; } = new();
}
