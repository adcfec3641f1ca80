using Microsoft.Extensions.Logging;
using VectorHost.Indexing.Embedding.Lexical;
using VectorHost.Indexing.Embedding.Model2Vec;
using VectorHost.Indexing.Embedding.Remote;
using VectorHost.Indexing.Embedding.Trained;

namespace VectorHost.Indexing.Embedding;

/// <summary>Makes the embedder that the configuration asks for.</summary>
public static class EmbedderFactory
{
    /// <summary>The provider whose trained model is built in, and the default.</summary>
    public const string Static = "static";

    /// <summary>The provider that needs neither a model nor a network.</summary>
    public const string Lexical = "lexical";

    /// <summary>The provider that speaks to OpenAI and every server with the same interface.</summary>
    public const string OpenAI = "openai";

    /// <summary>The provider that loads a static model from a folder.</summary>
    public const string Model2Vec = "model2vec";

    private const int LocalBatchTexts = 64;

    /// <summary>A new connection now and then notices that a name points elsewhere.</summary>
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    /// <summary>The names that <see cref="EmbeddingOptions.Provider"/> may have.</summary>
    public static IReadOnlyList<string> Providers { get; } = [Static, Lexical, Model2Vec, OpenAI];

    /// <summary>Makes an embedder. Nothing is sent before <see cref="Embedder.ConnectAsync"/>.</summary>
    /// <param name="options">The <c>embedding</c> section.</param>
    /// <param name="loggerFactory">Makes loggers.</param>
    /// <param name="timeProvider">The clock for waits and time-outs.</param>
    /// <param name="createHttpHandler">
    /// Makes the handler of a remote provider's HTTP client, which the embedder disposes; by default one of its own.
    /// </param>
    /// <returns>The embedder, the caller's to dispose.</returns>
    /// <exception cref="EmbeddingException">
    /// The provider is unknown, its settings are wrong, or its model is damaged:
    /// <see cref="EmbeddingFailureKind.InvalidConfiguration"/>.
    /// </exception>
    public static Embedder Create(
        EmbeddingOptions options,
        ILoggerFactory loggerFactory,
        TimeProvider timeProvider,
        Func<HttpMessageHandler>? createHttpHandler = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(loggerFactory);
        ArgumentNullException.ThrowIfNull(timeProvider);
        return options.Provider.ToLowerInvariant() switch
        {
            Static => CreateStatic(),
            Lexical => CreateLexical(),
            Model2Vec => CreateModel2Vec(options.Model2Vec),
            OpenAI => CreateOpenAI(options.OpenAI, loggerFactory, timeProvider, createHttpHandler),
            _ => throw new EmbeddingException(
                EmbeddingFailureKind.InvalidConfiguration,
                $"Embedding provider '{options.Provider}' not found: set embedding.provider to one of {string.Join(", ", Providers)}."),
        };
    }

    private static Embedder CreateStatic()
    {
        StaticEmbeddingGenerator generator = new();
        return new(generator, new()
        {
            Provider = Static,
            Model = generator.Model + FileContext.ModelSuffix,
            Dimensions = generator.Dimensions,
            MaxBatchTexts = LocalBatchTexts,
            MaxParallelBatches = Environment.ProcessorCount,
        });
    }

    private static Embedder CreateLexical() => new(new LexicalEmbeddingGenerator(), new()
    {
        Provider = Lexical,
        Model = LexicalEmbeddingGenerator.Model,
        Dimensions = LexicalEmbeddingGenerator.DefaultDimensions,
        MaxBatchTexts = LocalBatchTexts,
        MaxParallelBatches = Environment.ProcessorCount,
    });

    private static Embedder CreateModel2Vec(Model2VecEmbeddingOptions options)
    {
        Model2VecEmbeddingGenerator generator = new(options);
        return new(generator, new()
        {
            Provider = Model2Vec,
            Model = generator.Model,
            Dimensions = generator.Dimensions,
            MaxBatchTexts = LocalBatchTexts,
            MaxParallelBatches = Environment.ProcessorCount,
        });
    }

    private static Embedder CreateOpenAI(
        OpenAIEmbeddingOptions options,
        ILoggerFactory loggerFactory,
        TimeProvider timeProvider,
        Func<HttpMessageHandler>? createHttpHandler)
    {
        OpenAIOptionsCheck.Check(options);
        HttpMessageHandler handler = createHttpHandler?.Invoke()
            ?? new SocketsHttpHandler { PooledConnectionLifetime = ConnectionLifetime };
        return new(new OpenAIEmbeddingGenerator(options, loggerFactory, timeProvider, handler), new()
        {
            Provider = OpenAI,
            Model = string.IsNullOrEmpty(options.DocumentPrefix) ? options.Model : $"{options.Model} after '{options.DocumentPrefix}'",
            QueryPrefix = options.QueryPrefix ?? "",
            DocumentPrefix = options.DocumentPrefix ?? "",
            Dimensions = options.Dimensions,
            IsRemote = true,
            MaxBatchTexts = options.BatchSize,
            MaxParallelBatches = options.MaxParallel,
        });
    }
}
