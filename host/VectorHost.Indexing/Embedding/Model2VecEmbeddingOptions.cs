namespace VectorHost.Indexing.Embedding;

/// <summary>The <c>embedding.model2vec</c> section: a static model in a folder, as Model2Vec and Sentence Transformers save it.</summary>
public sealed record Model2VecEmbeddingOptions
{
    /// <summary>The folder with <c>model.safetensors</c>, <c>tokenizer.json</c> and <c>config.json</c>.</summary>
    public string? Path { get; init; }
}
