using Microsoft.Extensions.Configuration;

namespace VectorHost.Indexing.Embedding;

/// <summary>
/// The <c>embedding.openai</c> section: any server that speaks OpenAI's <c>/v1/embeddings</c>, such as OpenAI itself,
/// Ollama, llama.cpp or vLLM.
/// </summary>
public sealed record OpenAIEmbeddingOptions
{
    /// <summary>
    /// The address below which <c>/embeddings</c> lies, such as <c>http://localhost:11434/v1</c>;
    /// <see langword="null"/> for OpenAI's own.
    /// </summary>
    public string? Endpoint { get; init; }

    /// <summary>The model's name, as the server knows it.</summary>
    public string Model { get; init; } = "text-embedding-3-small";

    /// <summary>The key; <see langword="null"/> for servers that ask for none.</summary>
    [ConfigurationKeyName("api_key")]
    public string? ApiKey { get; init; }

    /// <summary>How many dimensions to ask the model for; <see langword="null"/> for as many as it gives.</summary>
    public int? Dimensions { get; init; }

    /// <summary>
    /// What is put before a question, as many models ask for: <c>search_query: </c>, <c>query: </c>. It counts towards
    /// <see cref="MaxInputCharacters"/>.
    /// </summary>
    [ConfigurationKeyName("query_prefix")]
    public string? QueryPrefix { get; init; }

    /// <summary>
    /// What is put before a chunk: <c>search_document: </c>, <c>passage: </c>. It changes the vectors: an index that was made
    /// with another one has to be made anew.
    /// </summary>
    [ConfigurationKeyName("document_prefix")]
    public string? DocumentPrefix { get; init; }

    /// <summary>How many texts go into one request: 1 to 2,048.</summary>
    [ConfigurationKeyName("batch_size")]
    public int BatchSize { get; init; } = 64;

    /// <summary>How many requests may be under way at once: 1 to 64.</summary>
    [ConfigurationKeyName("max_parallel")]
    public int MaxParallel { get; init; } = 2;

    /// <summary>The most requests begun in any minute, tries again included; <see langword="null"/> for no limit.</summary>
    [ConfigurationKeyName("requests_per_minute")]
    public int? RequestsPerMinute { get; init; }

    /// <summary>How long one try may take: 1 to 3,600 seconds.</summary>
    [ConfigurationKeyName("timeout_seconds")]
    public int TimeoutSeconds { get; init; } = 60;

    /// <summary>
    /// Where a longer text is cut before it is sent, in characters; <see langword="null"/> for nowhere. The default keeps
    /// text within OpenAI's limit of 8,192 tokens.
    /// </summary>
    [ConfigurationKeyName("max_input_characters")]
    public int? MaxInputCharacters { get; init; } = 8_000;

    /// <summary>The model alone: a record would print the key too.</summary>
    public override string ToString() => $"{nameof(OpenAIEmbeddingOptions)} {{ {nameof(Model)} = {Model} }}";
}
