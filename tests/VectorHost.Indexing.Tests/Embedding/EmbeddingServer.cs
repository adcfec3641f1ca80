using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace VectorHost.Indexing.Tests.Embedding;

/// <summary>A server of embeddings on the loopback interface that answers, or misbehaves, as told.</summary>
internal sealed class EmbeddingServer : IDisposable
{
    private readonly LoopbackConnections _connections;
    private readonly ConcurrentQueue<Func<string[], Reply>> _script;
    private readonly TaskCompletionSource _hanging = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Starts.</summary>
    /// <param name="script">What to answer to one request after another, given its texts; then good vectors for ever.</param>
    public EmbeddingServer(params Func<string[], Reply>[] script)
    {
        _script = new(script);
        _connections = new LoopbackConnections(ServeAsync);
    }

    /// <summary>The setting <c>embedding.openai.endpoint</c> that leads here.</summary>
    public string Endpoint => $"http://127.0.0.1:{_connections.Port}/v1";

    /// <summary>The requests so far.</summary>
    public ConcurrentQueue<Request> Requests { get; } = [];

    /// <summary>Done when a request hangs.</summary>
    public Task Hanging => _hanging.Task;

    /// <summary>Vectors of two dimensions as numbers: <c>[length of the text, 1]</c>.</summary>
    public static Reply Vectors(string[] texts) => Items([.. texts.Select((text, i) => Item(i, $"[{text.Length}, 1]"))]);

    /// <summary>The items as an answer.</summary>
    public static Reply Items(params string[] items) => new() { Body = $$"""{"object":"list","data":[{{string.Join(',', items)}}],"model":"m"}""" };

    /// <summary>An item of an answer.</summary>
    public static string Item(int index, string embedding) =>
        $$"""{"object":"embedding","index":{{index.ToString(CultureInfo.InvariantCulture)}},"embedding":{{embedding}}}""";

    /// <summary>An error as OpenAI words it.</summary>
    public static Func<string[], Reply> Error(int status, string message = "no", string code = "some_code", params string[] headers) =>
        _ => new() { Status = status, Headers = headers, Body = $$$"""{"error":{"message":"{{{message}}}","code":"{{{code}}}"}}""" };

    public void Dispose() => _connections.Dispose();

    private async Task ServeAsync(NetworkStream stream, CancellationToken stop)
    {
        Request request = await ReadAsync(stream, stop);
        Requests.Enqueue(request);
        Reply reply = (_script.TryDequeue(out Func<string[], Reply>? next) ? next : Vectors)(request.Texts);
        if (reply.Hangs)
        {
            _hanging.TrySetResult();
            await Task.Delay(Timeout.Infinite, stop);
        }

        await stream.WriteAsync(reply.ToBytes(), stop);
    }

    private static async Task<Request> ReadAsync(NetworkStream stream, CancellationToken stop)
    {
        List<byte> received = [];
        byte[] buffer = new byte[65_536];
        int bodyStart = -1;
        int length = 0;
        while (bodyStart < 0 || received.Count < bodyStart + length)
        {
            int count = await stream.ReadAsync(buffer, stop);
            if (count == 0)
            {
                throw new IOException("The client closed the connection.");
            }

            received.AddRange(buffer.AsSpan(0, count));
            string text = Encoding.Latin1.GetString([.. received]);
            bodyStart = text.IndexOf("\r\n\r\n", StringComparison.Ordinal) is var end and >= 0 ? end + 4 : -1;
            length = bodyStart < 0 ? 0 : ContentLength(text[..bodyStart]);
        }

        byte[] all = [.. received];
        return new(Encoding.Latin1.GetString(all, 0, bodyStart), Encoding.UTF8.GetString(all, bodyStart, length));
    }

    private static int ContentLength(string head) =>
        int.Parse(
            head.Split("\r\n").Single(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase)).Split(':')[1],
            CultureInfo.InvariantCulture);

    /// <summary>A request as it came in.</summary>
    internal sealed record Request(string Head, string Body)
    {
        public string[] Texts => JsonSerializer.Deserialize<JsonElement>(Body).GetProperty("input").Deserialize<string[]>()!;
    }

    /// <summary>An answer, good or bad.</summary>
    internal sealed record Reply
    {
        public int Status { get; init; } = 200;

        public string Body { get; init; } = "";

        public IReadOnlyList<string> Headers { get; init; } = [];

        /// <summary>The announced length, where it is not the body's.</summary>
        public int? AnnouncedLength { get; init; }

        public bool Hangs { get; init; }

        public byte[] ToBytes()
        {
            byte[] body = Encoding.UTF8.GetBytes(Body);
            string headers = string.Concat(Headers.Select(header => $"{header}\r\n"));
            string head = string.Create(
                CultureInfo.InvariantCulture,
                $"HTTP/1.1 {Status} Whatever\r\nContent-Length: {AnnouncedLength ?? body.Length}\r\nConnection: close\r\n{headers}\r\n");
            return [.. Encoding.ASCII.GetBytes(head), .. body];
        }
    }
}
