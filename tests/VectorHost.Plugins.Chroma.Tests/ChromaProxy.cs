using System.Net.Http.Headers;
using VectorHost.TestServers.Http;

namespace VectorHost.Plugins.Chroma.Tests;

/// <summary>Stands in front of a real server: passes calls on, sees them, and answers some in the server's place.</summary>
internal sealed class ChromaProxy : IAsyncDisposable
{
    private readonly HttpClient _client;
    private readonly LoopbackServer _server = new();

    private ChromaProxy(Uri address)
    {
        _client = new HttpClient { BaseAddress = address };
        _server.Intercept = async (call, cancellationToken) => Answer?.Invoke(call) ?? await ForwardAsync(call, cancellationToken);
    }

    /// <summary>Answers a call in the server's place; null passes it on.</summary>
    public Func<HttpCall, HttpAnswer?>? Answer { get; set; }

    /// <summary>What was asked and answered so far.</summary>
    public IReadOnlyList<HttpExchange> Exchanges => _server.Exchanges;

    /// <summary>The settings of a store that goes through the proxy.</summary>
    public Dictionary<string, string?> Settings => new() { ["host"] = "127.0.0.1", ["port"] = $"{_server.Port}" };

    /// <summary>Opens a proxy in front of a server.</summary>
    public static async Task<ChromaProxy> StartAsync(Uri address)
    {
        ChromaProxy proxy = new(address);
        await proxy._server.StartAsync();
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _client.Dispose();
    }

    private async Task<HttpAnswer> ForwardAsync(HttpCall call, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(new HttpMethod(call.Method), call.Path[1..] + call.Query);
        if (!call.Body.IsEmpty)
        {
            request.Content = new ReadOnlyMemoryContent(call.Body);
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(call.Headers["Content-Type"]);
        }

        using HttpResponseMessage answer = await _client.SendAsync(request, cancellationToken);
        return new HttpAnswer
        {
            Status = (int)answer.StatusCode,
            ContentType = answer.Content.Headers.ContentType?.ToString(),
            Body = await answer.Content.ReadAsByteArrayAsync(cancellationToken),
        };
    }
}
