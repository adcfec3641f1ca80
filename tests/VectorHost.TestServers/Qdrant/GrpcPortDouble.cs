using System.Net;
using System.Net.Sockets;

namespace VectorHost.TestServers.Qdrant;

/// <summary>
/// Stands in for the port on which Qdrant speaks gRPC (6334): HTTP/2 from the first byte, and the connection is closed on
/// whoever speaks anything else.
/// </summary>
public sealed class GrpcPortDouble : IAsyncDisposable
{
    // An empty frame SETTINGS, then GOAWAY with PROTOCOL_ERROR: RFC 9113, sections 4.1, 6.5 and 6.8.
    private static readonly byte[] SettingsAndGoAway =
    [
        0, 0, 0, 4, 0, 0, 0, 0, 0,
        0, 0, 8, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1,
    ];

    private readonly TcpListener _listener = new(IPAddress.Loopback, port: 0);
    private readonly Task _answering;

    /// <summary>Begins to answer.</summary>
    public GrpcPortDouble()
    {
        _listener.Start();
        _answering = AnswerAsync();
    }

    /// <summary>The port.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _answering;
        _listener.Dispose();
    }

    private async Task AnswerAsync()
    {
        byte[] request = new byte[4096];
        while (true)
        {
            try
            {
                using TcpClient client = await _listener.AcceptTcpClientAsync();
                NetworkStream stream = client.GetStream();
                _ = await stream.ReadAtLeastAsync(request, 24, throwOnEndOfStream: false);
                await stream.WriteAsync(SettingsAndGoAway);
            }
            catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException)
            {
                if (!_listener.Server.IsBound)
                {
                    return;
                }
            }
        }
    }
}
