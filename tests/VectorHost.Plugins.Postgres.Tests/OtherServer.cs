using System.Net;
using System.Net.Sockets;

namespace VectorHost.Plugins.Postgres.Tests;

/// <summary>A server of another kind: answers whatever it is told first in the same way, and hangs up.</summary>
internal sealed class OtherServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Task _answering;

    public OtherServer(byte[] answer)
    {
        _listener.Start();
        _answering = AnswerAsync(answer);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _answering;
        _listener.Dispose();
    }

    private async Task AnswerAsync(byte[] answer)
    {
        try
        {
            while (true)
            {
                using Socket socket = await _listener.AcceptSocketAsync();
                await socket.ReceiveAsync(new byte[1024]);
                await socket.SendAsync(answer);
                socket.Shutdown(SocketShutdown.Both);
            }
        }
        catch (SocketException)
        {
            // The end of the listener, or of a caller: either way the test is over.
        }
    }
}
