using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using VectorHost.Abstractions;

namespace VectorHost.Plugins.Shared.Http;

/// <summary>
/// Sends JSON to one server and reads its answers. Whatever goes wrong arrives as a <see cref="VectorStoreException"/>;
/// nothing is retried and nothing has a time-out, since the host does both.
/// </summary>
internal sealed class RestClient : IDisposable
{
    private const int LongestFailureBody = 64 * 1024;

    private readonly HttpClient _client;
    private readonly RestEndpoint _endpoint;
    private readonly RestFailures _failures;

    /// <summary>Makes a client; no request is sent yet.</summary>
    /// <param name="endpoint">The server.</param>
    /// <param name="createHandler">The host's maker of handlers; what it makes is disposed with the client.</param>
    public RestClient(RestEndpoint endpoint, Func<HttpMessageHandler> createHandler)
    {
        _endpoint = endpoint;
        _failures = new RestFailures(endpoint, TimeProvider.System);
        _client = new HttpClient(createHandler(), disposeHandler: true)
        {
            BaseAddress = endpoint.Address,
            Timeout = Timeout.InfiniteTimeSpan,
        };

        foreach ((string name, string value) in endpoint.Headers)
        {
            _client.DefaultRequestHeaders.TryAddWithoutValidation(name, value);
        }
    }

    /// <summary>Asks for something.</summary>
    /// <param name="path">The path with its query, relative to the address, escaped.</param>
    /// <param name="answerType">The answer's JSON.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="VectorStoreException">There was no answer, or it was a failure.</exception>
    public async Task<TAnswer> GetAsync<TAnswer>(string path, JsonTypeInfo<TAnswer> answerType, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, path);
        return await SendAsync(request, answerType, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends a body and reads the answer.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">The path with its query, relative to the address, escaped.</param>
    /// <param name="body">What is sent.</param>
    /// <param name="bodyType">The body's JSON.</param>
    /// <param name="answerType">The answer's JSON.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="VectorStoreException">There was no answer, or it was a failure.</exception>
    public async Task<TAnswer> SendAsync<TBody, TAnswer>(
        HttpMethod method, string path, TBody body, JsonTypeInfo<TBody> bodyType, JsonTypeInfo<TAnswer> answerType, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(method, path) { Content = Json(body, bodyType) };
        return await SendAsync(request, answerType, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends a request and reads the answer.</summary>
    /// <param name="request">The request, with an address relative to the server's.</param>
    /// <param name="answerType">The answer's JSON.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="VectorStoreException">There was no answer, or it was a failure.</exception>
    public async Task<TAnswer> SendAsync<TAnswer>(
        HttpRequestMessage request, JsonTypeInfo<TAnswer> answerType, CancellationToken cancellationToken)
    {
        using HttpResponseMessage answer = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        return await ReadAsync(answer, answerType, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends a request whose answer the caller reads, for what is in its headers, or for a body of no interest.</summary>
    /// <param name="request">The request, with an address relative to the server's.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>A successful answer, to be disposed; its body is not read yet.</returns>
    /// <exception cref="VectorStoreException">There was no answer, or it was a failure.</exception>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage answer = await TranslateAsync(
            () => _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken), cancellationToken).ConfigureAwait(false);
        if (answer.IsSuccessStatusCode)
        {
            return answer;
        }

        using (answer)
        {
            string body = await TranslateAsync(() => ReadBeginningAsync(answer, cancellationToken), cancellationToken).ConfigureAwait(false);
            string explanation = WithoutSecrets(_endpoint.ReadExplanation(body) ?? body);
            throw _failures.Refused(new RestFailure(answer.StatusCode, explanation, Describe(request)), answer.Headers);
        }
    }

    /// <summary>Reads an answer's body.</summary>
    /// <param name="answer">A successful answer.</param>
    /// <param name="answerType">Its JSON.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="VectorStoreException">The body broke off, or is not what it should be.</exception>
    public async Task<TAnswer> ReadAsync<TAnswer>(
        HttpResponseMessage answer, JsonTypeInfo<TAnswer> answerType, CancellationToken cancellationToken)
    {
        string request = Describe(answer.RequestMessage!);
        return await TranslateAsync(ReadBodyAsync, cancellationToken).ConfigureAwait(false);

        async Task<TAnswer> ReadBodyAsync()
        {
            using Stream body = await answer.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                return await JsonSerializer.DeserializeAsync(body, answerType, cancellationToken).ConfigureAwait(false)
                    ?? throw _failures.NotUnderstood(request);
            }
            catch (JsonException exception)
            {
                throw _failures.NotUnderstood(request, exception);
            }
        }
    }

    /// <summary>A request's body in JSON, with its length known.</summary>
    public static HttpContent Json<TBody>(TBody body, JsonTypeInfo<TBody> bodyType)
    {
        ByteArrayContent content = new(JsonSerializer.SerializeToUtf8Bytes(body, bodyType));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async Task<T> TranslateAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            // A connection that was broken off by the cancellation is the cancellation.
            cancellationToken.ThrowIfCancellationRequested();
            throw _failures.NoAnswer(exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw _failures.TimedOut(exception);
        }
    }

    private static async Task<string> ReadBeginningAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        using Stream body = await answer.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        byte[] beginning = new byte[LongestFailureBody];
        int length = await body.ReadAtLeastAsync(beginning, beginning.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        return Encoding.UTF8.GetString(beginning, 0, length);
    }

    private string WithoutSecrets(string text)
    {
        foreach (string secret in _endpoint.Secrets)
        {
            text = secret.Length == 0 ? text : text.Replace(secret, "***", StringComparison.Ordinal);
        }

        return text;
    }

    private static string Describe(HttpRequestMessage request)
    {
        string path = request.RequestUri!.IsAbsoluteUri ? request.RequestUri.AbsolutePath : request.RequestUri.OriginalString.Split('?')[0];
        return $"{request.Method} {path}";
    }
}
