using System.Net;
using System.Text.Json;
using VectorHost.TestSupport;

namespace VectorHost.Conformance.Tests.Remote;

/// <summary>The store in memory as a server: each operation is a POST to its name, with JSON both ways.</summary>
internal sealed class RemoteServer : IAsyncDisposable
{
    /// <summary>The header that carries the key.</summary>
    public const string KeyHeader = "Api-Key";

    private readonly HttpListener _listener;
    private readonly InMemoryVectorStore _store = new();
    private readonly string _key;

    /// <summary>Begins to listen.</summary>
    /// <param name="key">The key that requests have to carry.</param>
    public RemoteServer(string key)
    {
        _key = key;
        (_listener, EndPoint) = LoopbackPorts.ListenHttp();
        _ = AcceptAsync();
    }

    /// <summary>Where it listens.</summary>
    public IPEndPoint EndPoint { get; }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _store.DisposeAsync();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.GetContextAsync());
            }
        }
        catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
        {
            // Closed.
        }
    }

    private async Task ServeAsync(HttpListenerContext context)
    {
        try
        {
            RemoteRequest request = (await JsonSerializer.DeserializeAsync(context.Request.InputStream, RemoteJson.Default.RemoteRequest))!;
            if (context.Request.Headers[KeyHeader] != _key)
            {
                context.Response.StatusCode = (int)HttpStatusCode.Unauthorized;
                context.Response.Close();
                return;
            }

            byte[] answer = JsonSerializer.SerializeToUtf8Bytes(
                await AnswerAsync(context.Request.Url!.AbsolutePath, request), RemoteJson.Default.RemoteAnswer);
            context.Response.ContentLength64 = answer.Length;
            await context.Response.OutputStream.WriteAsync(answer);
            context.Response.Close();
        }
        catch (Exception exception) when (exception is HttpListenerException or IOException or ObjectDisposedException or JsonException)
        {
            // The client has gone.
            context.Response.Abort();
        }
    }

    private async Task<RemoteAnswer> AnswerAsync(string operation, RemoteRequest request)
    {
        switch (operation)
        {
            case "/health":
                return new RemoteAnswer();
            case "/save":
                await _store.SaveAsync(request.Records!, request.Metadata!);
                return new RemoteAnswer();
            case "/load":
                return new RemoteAnswer { Records = await _store.LoadAsync(request.Filter!, request.Parts).ToListAsync() };
            case "/search":
                return new RemoteAnswer { Hits = await _store.SearchAsync(request.Query!) };
            case "/metadata":
                return new RemoteAnswer { Metadata = await _store.GetMetadataAsync(request.Repository) };
            case "/count":
                return new RemoteAnswer { Count = await _store.CountAsync(request.Filter!) };
            case "/delete":
                await _store.DeleteAsync(request.Filter!);
                return new RemoteAnswer();
            case "/clear":
                await _store.ClearAsync(request.Repository);
                return new RemoteAnswer();
            default:
                throw new InvalidOperationException(operation);
        }
    }
}
