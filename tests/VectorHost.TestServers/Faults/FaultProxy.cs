using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace VectorHost.TestServers.Faults;

/// <summary>
/// Stands on the loopback in front of a server and passes on what both sides say, until it is told to go wrong. It knows
/// connections and bytes, so that it fits servers of any protocol in which the client speaks first and TLS is off.
/// </summary>
public sealed class FaultProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, port: 0);
    private readonly ConcurrentDictionary<ProxiedConnection, Task> _connections = new();
    private readonly Lock _lock = new();
    private readonly EndPoint _server;
    private readonly Task _accepting;
    private TaskCompletionSource _struck = NewSignal();
    private Fault? _fault;
    private int _skip;
    private int _times;
    private int _exchanges;

    /// <summary>Begins to listen.</summary>
    /// <param name="server">The server to stand in front of; a connection to it is made for each that is made to the proxy.</param>
    public FaultProxy(EndPoint server)
    {
        _server = server;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Where clients connect.</summary>
    public IPEndPoint EndPoint => (IPEndPoint)_listener.LocalEndpoint;

    /// <summary>How many exchanges have begun so far, whole or not.</summary>
    public int ExchangeCount
    {
        get
        {
            lock (_lock)
            {
                return _exchanges;
            }
        }
    }

    /// <summary>Lets exchanges that begin from now on go wrong, in place of what was said before.</summary>
    /// <param name="fault">How.</param>
    /// <param name="skip">How many go well before.</param>
    /// <param name="times">How many go wrong then; by default all until <see cref="Heal"/>.</param>
    /// <returns>
    /// Completes when the first exchange goes wrong, before the client learns of it: the request has arrived and, where the
    /// fault is in the server's answer, so has that.
    /// </returns>
    public Task Inject(Fault fault, int skip = 0, int times = int.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(fault);
        ArgumentOutOfRangeException.ThrowIfNegative(skip);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(times);
        lock (_lock)
        {
            (_fault, _skip, _times) = (fault, skip, times);
            _struck = NewSignal();
            return _struck.Task;
        }
    }

    /// <summary>Lets everything go well that begins from now on. Connections that went wrong stay so.</summary>
    public void Heal()
    {
        lock (_lock)
        {
            _fault = null;
        }
    }

    /// <summary>Resets every connection, as a server does that is killed; new ones can be made.</summary>
    public void DropConnections()
    {
        foreach (ProxiedConnection connection in _connections.Keys)
        {
            connection.Dispose();
        }
    }

    /// <summary>Makes handlers for HTTP clients whose every connection goes through the proxy, whatever host and port it is meant for.</summary>
    /// <remarks>For servers that hand out addresses of their own, which would lead past the proxy.</remarks>
    public HttpMessageHandler CreateHttpHandler() => new SocketsHttpHandler
    {
        UseProxy = false,
        ConnectCallback = async (_, cancellationToken) =>
        {
            Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(EndPoint, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        },
    };

    /// <summary>Closes the door and every connection.</summary>
    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _accepting;
        DropConnections();
        await Task.WhenAll(_connections.Values);
    }

    /// <summary>Counts an exchange that begins.</summary>
    /// <returns>What goes wrong with it, if anything, and what to call once it has.</returns>
    internal (Fault? Fault, Action Struck) BeginExchange()
    {
        lock (_lock)
        {
            _exchanges++;
            if (_fault is null || _times == 0)
            {
                return (null, static () => { });
            }

            if (_skip > 0)
            {
                _skip--;
                return (null, static () => { });
            }

            _times--;
            TaskCompletionSource struck = _struck;
            return (_fault, () => struck.TrySetResult());
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                Socket client = await _listener.AcceptSocketAsync();
                ProxiedConnection connection = new(this, client, _server);
                Task running = connection.RunAsync();
                _connections[connection] = running;
                _ = running.ContinueWith(
                    _ => _connections.TryRemove(connection, out Task? _),
                    CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The door was closed.
        }
    }
}
