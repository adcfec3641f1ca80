using System.Net;
using System.Net.Http.Headers;

namespace VectorHost.Indexing.Embedding.Models;

/// <summary>Asks a hub for files, following its redirections by hand: what it says of a file is in its own answer, and its token is for nobody else.</summary>
internal sealed class HubClient : IDisposable
{
    private const int MostRedirections = 5;

    private readonly HttpClient _http;
    private readonly ModelHubOptions _options;
    private readonly TimeProvider _timeProvider;

    /// <summary>Makes a client.</summary>
    /// <param name="options">The hub.</param>
    /// <param name="handler">Sends the requests, without following redirections itself; disposed with the client.</param>
    /// <param name="timeProvider">The clock.</param>
    public HubClient(ModelHubOptions options, HttpMessageHandler handler, TimeProvider timeProvider)
    {
        _options = options;
        _timeProvider = timeProvider;
        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("vectorhost", "1.0"));
    }

    /// <summary>Asks for a file, or for the rest of it.</summary>
    /// <param name="name">The model.</param>
    /// <param name="revision">The revision.</param>
    /// <param name="file">The file.</param>
    /// <param name="from">How many bytes are there already.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>What the hub says of the file, and the answer that brings it: whole, a part, or that there is no such part.</returns>
    /// <exception cref="ModelHubException">The hub does not give the file.</exception>
    public async Task<(HubFile File, HttpResponseMessage Response)> OpenAsync(
        ModelName name, string revision, string file, long from, CancellationToken cancellationToken)
    {
        Uri address = new(_options.Address, $"{_options.Address.AbsolutePath.TrimEnd('/')}/{name.Owner}/{name.Name}/resolve/{revision}/{file}");
        HubFile? info = null;
        for (int i = 0; i <= MostRedirections; i++)
        {
            HttpResponseMessage response = await SendAsync(address, from, cancellationToken).ConfigureAwait(false);
            info ??= HubFile.From(response);
            if (response.StatusCode is HttpStatusCode.OK or HttpStatusCode.PartialContent or HttpStatusCode.RequestedRangeNotSatisfiable)
            {
                return (info with { Size = info.Size ?? HubFile.From(response).Size }, response);
            }

            using (response)
            {
                address = Redirection(address, response) ?? throw Failure(name, file, response);
            }
        }

        throw new ModelHubException(ModelHubFailureKind.Unavailable, $"The hub at {_options.Address} redirects '{file}' in a circle.");
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(Uri address, long from, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, address);
        if (from > 0)
        {
            request.Headers.Range = new RangeHeaderValue(from, to: null);
        }

        bool isHub = Uri.Compare(address, _options.Address, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0;
        if (isHub && !string.IsNullOrWhiteSpace(_options.Token))
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _options.Token.Trim());
        }

        using CancellationTokenSource stall = new(_options.StallTimeout, _timeProvider);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(stall.Token, cancellationToken);
        try
        {
            return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new ModelHubException(
                ModelHubFailureKind.Unavailable,
                $"{address.GetLeftPart(UriPartial.Authority)} cannot be reached{(stall.IsCancellationRequested ? " in time" : $" ({exception.Message.TrimEnd('.')})")}. Check the connection, or name a mirror with --hub.",
                exception);
        }
    }

    private static Uri? Redirection(Uri address, HttpResponseMessage response)
    {
        if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308) || response.Headers.Location is not { } location)
        {
            return null;
        }

        Uri next = new(address, location);
        bool isSafe = next.Scheme == Uri.UriSchemeHttps || (next.Scheme == Uri.UriSchemeHttp && address.Scheme == Uri.UriSchemeHttp);
        return isSafe ? next : null;
    }

    private ModelHubException Failure(ModelName name, string file, HttpResponseMessage response) => (int)response.StatusCode switch
    {
        404 => new(ModelHubFailureKind.NotFound, $"There is no file '{file}' of a model '{name}' at {_options.Address}: check the name, and that it is a static model."),
        401 or 403 => new(
            ModelHubFailureKind.Refused,
            $"The hub at {_options.Address} refuses '{name}': there is no such model, or it is not for everybody. Check the name, or set models.token to a token that may read it."),
        429 => new(ModelHubFailureKind.Unavailable, $"The hub at {_options.Address} asks to slow down: try again later.") { RetryAfter = RetryAfterOf(response) },
        408 or >= 500 => new(ModelHubFailureKind.Unavailable, $"The hub at {_options.Address} cannot answer now (HTTP {(int)response.StatusCode}): try again later.")
        {
            RetryAfter = RetryAfterOf(response),
        },
        var other => new(ModelHubFailureKind.Damaged, $"{_options.Address} answered '{file}' with HTTP {other}: is it a model hub?"),
    };

    private TimeSpan? RetryAfterOf(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date > _timeProvider.GetUtcNow() => date - _timeProvider.GetUtcNow(),
        _ => null,
    };
}
