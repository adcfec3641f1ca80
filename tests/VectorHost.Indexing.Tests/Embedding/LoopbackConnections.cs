using System.Net;
using System.Net.Sockets;

namespace VectorHost.Indexing.Tests.Embedding;

/// <summary>Takes connections on a free port of 127.0.0.1, and lets each be served on its own until it is disposed.</summary>
internal sealed class LoopbackConnections : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Begins to listen.</summary>
    /// <param name="serve">Serves one connection; the token ends with the test.</param>
    public LoopbackConnections(Func<NetworkStream, CancellationToken, Task> serve)
    {
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _ = AcceptAsync(serve, _stop.Token);
    }

    public int Port { get; }

    /// <summary>Takes no more connections; those there are go on.</summary>
    public void Stop() => _listener.Stop();

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync(Func<NetworkStream, CancellationToken, Task> serve, CancellationToken stop)
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(stop), serve, stop);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private static async Task ServeAsync(TcpClient client, Func<NetworkStream, CancellationToken, Task> serve, CancellationToken stop)
    {
        using (client)
        {
            try
            {
                await using NetworkStream stream = client.GetStream();
                await serve(stream, stop);
            }
            catch (Exception exception) when (exception is OperationCanceledException or IOException or ObjectDisposedException)
            {
                // The client went away, or the test is over.
            }
        }
    }
}
