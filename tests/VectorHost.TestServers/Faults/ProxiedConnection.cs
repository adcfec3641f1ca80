using System.Net;
using System.Net.Sockets;

namespace VectorHost.TestServers.Faults;

/// <summary>A connection of a client, and the one to the server that belongs to it. Disposing resets it.</summary>
internal sealed class ProxiedConnection(FaultProxy proxy, Socket client, EndPoint address) : IDisposable
{
    private const int BufferLength = 64 * 1024;

    /// <summary>The pause between two bytes of <see cref="FaultKind.Trickle"/>.</summary>
    private static readonly TimeSpan BetweenBytes = TimeSpan.FromMilliseconds(200);

    private readonly Socket _server = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly Lock _lock = new();
    private Fault? _fault;
    private Action _struck = static () => { };

    /// <summary>Whether the server has said something since the client spoke: then what the client says next is a new exchange.</summary>
    private bool _isAnswered = true;

    /// <summary>Passes on what both sides say until one of them closes, or a fault ends it.</summary>
    public async Task RunAsync()
    {
        client.NoDelay = true;
        await PassAsync(() => _server.ConnectAsync(address));
        await Task.WhenAll(PassAsync(PassRequestsAsync), PassAsync(PassAnswersAsync));
        Dispose();
    }

    /// <summary>Resets the connection to the client, so that what it has not read yet is lost, and closes that to the server.</summary>
    public void Dispose()
    {
        client.Close(timeout: 0);
        _server.Close();
    }

    private async Task PassAsync(Func<Task> pass)
    {
        try
        {
            await pass();
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // One side has gone, or a fault has struck: the other learns of it.
            Dispose();
        }
    }

    private async Task PassRequestsAsync()
    {
        byte[] buffer = new byte[BufferLength];
        while (await client.ReceiveAsync(buffer) is var length and > 0)
        {
            Fault? fault = BeginExchangeIfAnswered();
            if (fault?.Kind == FaultKind.DropRequest)
            {
                _struck();
                Dispose();
                return;
            }

            if (fault?.Kind == FaultKind.Answer)
            {
                await AnswerAsync(fault.Bytes, buffer);
                return;
            }

            await SendAsync(_server, buffer.AsMemory(0, length));
        }

        // The client waits for nothing any more.
        Dispose();
    }

    private Fault? BeginExchangeIfAnswered()
    {
        lock (_lock)
        {
            if (_isAnswered)
            {
                (_fault, _struck) = proxy.BeginExchange();
                _isAnswered = false;
            }

            return _fault;
        }
    }

    /// <summary>
    /// Answers in the server's place. The rest of the request is read to its end, since closing a connection with unread
    /// bytes would take the answer back.
    /// </summary>
    private async Task AnswerAsync(ReadOnlyMemory<byte> answer, byte[] buffer)
    {
        _struck();
        await SendAsync(client, answer);
        client.Shutdown(SocketShutdown.Send);
        while (await client.ReceiveAsync(buffer) > 0)
        {
        }

        Dispose();
    }

    private async Task PassAnswersAsync()
    {
        byte[] buffer = new byte[BufferLength];
        AnswerBody body = new();
        bool goesOn = true;
        while (goesOn && await _server.ReceiveAsync(buffer) is var length and > 0)
        {
            Fault? fault = NoteAnswer(out bool isFirst);
            if (isFirst)
            {
                body = new AnswerBody();
            }

            Memory<byte> bytes = buffer.AsMemory(0, length);
            goesOn = await PassAnswerAsync(fault, bytes, body.FindIn(bytes.Span), isFirst);
        }

        if (_fault?.Kind != FaultKind.Stall)
        {
            client.Shutdown(SocketShutdown.Send);
        }
    }

    private Fault? NoteAnswer(out bool isFirst)
    {
        lock (_lock)
        {
            isFirst = !_isAnswered;
            _isAnswered = true;
            return _fault;
        }
    }

    /// <returns>Whether more of the server's answers are passed on.</returns>
    private async Task<bool> PassAnswerAsync(Fault? fault, Memory<byte> bytes, int body, bool isFirst)
    {
        switch (fault?.Kind)
        {
            case FaultKind.DropAnswer:
                _struck();
                Dispose();
                return false;
            case FaultKind.Stall:
                _struck();
                return true;
            case FaultKind.Halve when body < bytes.Length || AnswerBody.IsWholeAnswer(bytes.Span):
                int begin = body < bytes.Length ? body : 0;
                _struck();
                await SendAsync(client, bytes[..(begin + ((bytes.Length - begin) / 2))]);
                return false;
            case FaultKind.Trickle:
                _struck();
                await TrickleAsync(bytes);
                return true;
            case FaultKind.Corrupt when body < bytes.Length:
                bytes.Span[body..].Fill(0x15);
                _struck();
                break;
            case FaultKind.Delay when isFirst:
                _struck();
                await Task.Delay(fault.Time);
                break;
            default:
                break;
        }

        await SendAsync(client, bytes);
        return true;
    }

    private async Task TrickleAsync(Memory<byte> bytes)
    {
        for (int i = 0; i < bytes.Length; i++)
        {
            await SendAsync(client, bytes.Slice(i, 1));
            await Task.Delay(BetweenBytes);
        }
    }

    private static async Task SendAsync(Socket socket, ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await socket.SendAsync(bytes)..];
        }
    }
}
