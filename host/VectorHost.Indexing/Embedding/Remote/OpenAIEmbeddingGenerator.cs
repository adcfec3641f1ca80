using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using OpenAI;
using OpenAI.Embeddings;
using Polly;
using Polly.Retry;
using EmbeddingGenerationOptions = Microsoft.Extensions.AI.EmbeddingGenerationOptions;

namespace VectorHost.Indexing.Embedding.Remote;

/// <summary>
/// Gets vectors from OpenAI, or from any server with the same interface. Passing troubles are tried again with
/// exponential waits, or as the server asks; what remains is an <see cref="EmbeddingException"/>.
/// </summary>
/// <remarks>
/// <para>
/// The OpenAI package brings the requests to the server; its own retries are off, and answers are read here, since its
/// reader knows vectors in base64 only, and other servers send numbers.
/// </para>
/// <para>
/// A server that has never answered is not tried again: a wrong address would otherwise look like a long wait. Any number
/// of calls may run concurrently.
/// </para>
/// </remarks>
public sealed partial class OpenAIEmbeddingGenerator : IEmbeddingGenerator<string, Embedding<float>>
{
    private const int MaxRetries = 5;
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestBackOff = TimeSpan.FromSeconds(30);

    private readonly OpenAIEmbeddingOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;
    private readonly HttpClient _httpClient;
    private readonly EmbeddingClient _client;
    private readonly EmbeddingGeneratorMetadata _metadata;
    private readonly RequestPacer _pacer;
    private readonly ServerFailure _failure;
    private readonly ResiliencePipeline _retries;
    private volatile bool _hasAnswered;

    /// <summary>Makes a generator; nothing is sent yet.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="loggerFactory">Makes loggers.</param>
    /// <param name="timeProvider">The clock for waits and time-outs.</param>
    /// <param name="handler">The handler of the HTTP client; disposed with the generator.</param>
    /// <exception cref="EmbeddingException">Settings are wrong; each is named.</exception>
    public OpenAIEmbeddingGenerator(
        OpenAIEmbeddingOptions options,
        ILoggerFactory loggerFactory,
        TimeProvider timeProvider,
        HttpMessageHandler handler)
    {
        ArgumentNullException.ThrowIfNull(options);
        Uri endpoint = OpenAIOptionsCheck.Check(options);
        _options = options;
        _timeProvider = timeProvider;
        _logger = loggerFactory.CreateLogger<OpenAIEmbeddingGenerator>();
        _metadata = new("openai", endpoint, options.Model, options.Dimensions);
        _pacer = new(options.RequestsPerMinute, timeProvider);
        _failure = new(options, endpoint.AbsoluteUri.TrimEnd('/'), timeProvider);
        _retries = BuildRetries();
        _httpClient = new(handler) { Timeout = Timeout.InfiniteTimeSpan };
        _client = CreateClient(options, endpoint, _httpClient);
    }

    /// <inheritdoc/>
    /// <exception cref="EmbeddingException">The vectors could not be had.</exception>
    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values,
        EmbeddingGenerationOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        string model = options?.ModelId ?? _options.Model;
        EmbeddingRequest request = new()
        {
            Model = model,
            Input = [.. values.Select(Fit)],
            Dimensions = options?.Dimensions ?? _options.Dimensions,
        };
        float[][] vectors = await _retries.ExecuteAsync(
            static async (state, token) => await state.Generator.TryAsync(state.Request, token).ConfigureAwait(false),
            (Generator: this, Request: request),
            cancellationToken).ConfigureAwait(false);
        return [.. vectors.Select(vector => new Embedding<float>(vector) { ModelId = model })];
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(EmbeddingGeneratorMetadata) ? _metadata
            : serviceType.IsInstanceOfType(this) ? this : null;
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose() => _httpClient.Dispose();

    private static EmbeddingClient CreateClient(OpenAIEmbeddingOptions options, Uri endpoint, HttpClient httpClient)
    {
        OpenAIClientOptions clientOptions = new()
        {
            Endpoint = endpoint,
            Transport = new HttpClientPipelineTransport(httpClient),
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
            NetworkTimeout = Timeout.InfiniteTimeSpan,
            ClientLoggingOptions = new() { EnableLogging = false },
        };
        if (!string.IsNullOrWhiteSpace(options.ApiKey))
        {
            return new(options.Model, new ApiKeyCredential(options.ApiKey.Trim()), clientOptions);
        }

        clientOptions.AddPolicy(new KeylessPolicy(), PipelinePosition.BeforeTransport);
        return new(options.Model, new ApiKeyCredential(KeylessPolicy.Placeholder), clientOptions);
    }

    /// <summary>Cuts a text that is too long, not inside a surrogate pair, and gives an empty one, which servers refuse, a space.</summary>
    private string Fit(string text)
    {
        if (text.Length == 0)
        {
            return " ";
        }

        if (_options.MaxInputCharacters is not { } longest || text.Length <= longest)
        {
            return text;
        }

        return text[..(char.IsHighSurrogate(text[longest - 1]) && longest > 1 ? longest - 1 : longest)];
    }

    private async Task<float[][]> TryAsync(EmbeddingRequest request, CancellationToken cancellationToken)
    {
        await _pacer.WaitAsync(cancellationToken).ConfigureAwait(false);
        PipelineResponse response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        _hasAnswered = true;
        return response.Status == 200 ? ReadVectors(response, request.Input.Count) : throw _failure.FromResponse(response);
    }

    private async Task<PipelineResponse> SendAsync(EmbeddingRequest request, CancellationToken cancellationToken)
    {
        using CancellationTokenSource timeout = new(TimeSpan.FromSeconds(_options.TimeoutSeconds), _timeProvider);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        using BinaryContent content =
            BinaryContent.Create(new BinaryData(JsonSerializer.SerializeToUtf8Bytes(request, EmbeddingJson.Default.EmbeddingRequest)));
        RequestOptions options = new() { CancellationToken = either.Token, ErrorOptions = ClientErrorBehaviors.NoThrow };
        try
        {
            ClientResult result = await _client.GenerateEmbeddingsAsync(content, options).ConfigureAwait(false);
            return result.GetRawResponse();
        }
        catch (Exception exception) when (
            exception is OperationCanceledException or ClientResultException or HttpRequestException or IOException)
        {
            // A cancelled request may surface as a broken connection: ask the tokens, not the exception.
            cancellationToken.ThrowIfCancellationRequested();
            throw timeout.IsCancellationRequested ? _failure.FromTimeout(exception) : _failure.FromConnection(exception);
        }
    }

    private float[][] ReadVectors(PipelineResponse response, int count)
    {
        try
        {
            EmbeddingAnswer? answer = JsonSerializer.Deserialize(response.Content, EmbeddingJson.Default.EmbeddingAnswer);
            if (answer?.Data is null)
            {
                throw _failure.NotEmbeddings("no 'data' in it");
            }

            return answer.InOrder(count)
                ?? throw _failure.NotEmbeddings($"{answer.Data.Count} vectors, or wrongly numbered ones, for {count} texts");
        }
        catch (JsonException exception)
        {
            throw _failure.NotEmbeddings("not the JSON that was asked for", exception);
        }
    }

    private ResiliencePipeline BuildRetries() => new ResiliencePipelineBuilder { TimeProvider = _timeProvider }
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = arguments =>
                ValueTask.FromResult(_hasAnswered && arguments.Outcome.Exception is EmbeddingException { IsTransient: true }),
            MaxRetryAttempts = MaxRetries,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = FirstWait,
            MaxDelay = LongestBackOff,
            DelayGenerator = arguments => ValueTask.FromResult((arguments.Outcome.Exception as EmbeddingException)?.RetryAfter),
            OnRetry = arguments =>
            {
                LogRetry(arguments.AttemptNumber + 1, arguments.RetryDelay, arguments.Outcome.Exception?.Message);
                return ValueTask.CompletedTask;
            },
        })
        .Build();

    [LoggerMessage(Level = LogLevel.Warning, Message = "Embedding, try {Attempt}, failed and is repeated in {Delay}: {Reason}")]
    private partial void LogRetry(int attempt, TimeSpan delay, string? reason);
}
