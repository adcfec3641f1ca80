using System.Net;
using System.Text;
using VectorHost.TestSupport;

namespace VectorHost.Conformance.Tests.Faults;

/// <summary>A server over HTTP that keeps what it is sent, and answers with it in quotes.</summary>
internal sealed class EchoServer : IDisposable
{
    private readonly HttpListener _listener;
    private readonly List<string> _received = [];

    public EchoServer()
    {
        (_listener, EndPoint) = LoopbackPorts.ListenHttp();
        _ = ServeAsync();
    }

    public IPEndPoint EndPoint { get; }

    /// <summary>The bodies of all requests, in their order.</summary>
    public IReadOnlyList<string> Received
    {
        get
        {
            lock (_received)
            {
                return [.. _received];
            }
        }
    }

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                HttpListenerContext context = await _listener.GetContextAsync();
                using StreamReader reader = new(context.Request.InputStream);
                string text = await reader.ReadToEndAsync();
                lock (_received)
                {
                    _received.Add(text);
                }

                byte[] answer = Encoding.UTF8.GetBytes($"\"{text}\"");
                context.Response.ContentLength64 = answer.Length;
                await context.Response.OutputStream.WriteAsync(answer);
                context.Response.Close();
            }
        }
        catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
        {
            // Closed.
        }
    }
}
