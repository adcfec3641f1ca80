using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace VectorHost.Indexing.Tests.Embedding.Models;

/// <summary>
/// A model hub on the loopback interface: small files come from it with git's id as their tag, large ones are redirected
/// to an address of another name with a tag of its own, as hubs do. Misbehaves as told.
/// </summary>
internal sealed class HubServer : IDisposable
{
    public const string Commit = "c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00";
    private const string StoragePath = "/storage/";

    private readonly LoopbackConnections _connections;
    private readonly TaskCompletionSource _hanging = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public HubServer() => _connections = new LoopbackConnections(ServeAsync);

    public Uri Address => new($"http://127.0.0.1:{_connections.Port}");

    /// <summary>The files of <c>acme/tiny</c>.</summary>
    public ConcurrentDictionary<string, byte[]> Files { get; } = [];

    public ConcurrentQueue<Request> Requests { get; } = [];

    /// <summary>What to do about requests, one after the other: gets the answer as it would be, gives another.</summary>
    public ConcurrentQueue<Func<Request, Reply, Reply>> Script { get; } = [];

    /// <summary>Whether storage takes no notice of ranges.</summary>
    public bool IgnoresRanges { get; set; }

    /// <summary>Whether answers have no tags.</summary>
    public bool HidesTags { get; set; }

    /// <summary>The commit that <c>main</c> stands for.</summary>
    public string Head { get; set; } = Commit;

    public Task Hanging => _hanging.Task;

    /// <summary>The requests for storage, as file and range.</summary>
    public string[] Downloads => [.. Requests.Where(request => request.Path.StartsWith(StoragePath, StringComparison.Ordinal)).Select(request => $"{request.Path[StoragePath.Length..]} {request.Range}".TrimEnd())];

    /// <summary>Takes no more connections.</summary>
    public void Stop() => _connections.Stop();

    public void Dispose() => _connections.Dispose();

    private async Task ServeAsync(NetworkStream stream, CancellationToken stop)
    {
        Request request = await ReadAsync(stream, stop);
        Requests.Enqueue(request);
        Reply reply = Answer(request);
        reply = Script.TryDequeue(out Func<Request, Reply, Reply>? next) ? next(request, reply) : reply;
        byte[] bytes = reply.ToBytes();
        await stream.WriteAsync(reply.CutAfter is { } kept ? bytes.AsMemory(0, bytes.Length - reply.Body.Length + kept) : bytes, stop);
        if (reply.Hangs)
        {
            _hanging.TrySetResult();
            await Task.Delay(Timeout.Infinite, stop);
        }
    }

    private Reply Answer(Request request)
    {
        bool isStorage = request.Path.StartsWith(StoragePath, StringComparison.Ordinal);
        string file = isStorage ? request.Path[StoragePath.Length..] : FileOf(request.Path);
        if (!Files.TryGetValue(file, out byte[]? bytes))
        {
            return new Reply { Status = 404 };
        }

        if (isStorage)
        {
            return Storage(request, bytes, ["ETag: \"storage-tag\""]);
        }

        bool isLarge = file.EndsWith(".safetensors", StringComparison.Ordinal);
        string tag = isLarge ? Convert.ToHexStringLower(SHA256.HashData(bytes)) : GitId(bytes);
        List<string> headers = [$"X-Repo-Commit: {Head}"];
        if (!HidesTags)
        {
            headers.Add(isLarge ? $"X-Linked-ETag: \"{tag}\"" : $"ETag: W/\"{tag}\"");
        }

        return isLarge
            ? new Reply
            {
                Status = 302,
                Headers = [.. headers, .. HidesTags ? (string[])[] : ["ETag: \"not-this-one\""], string.Create(CultureInfo.InvariantCulture, $"X-Linked-Size: {bytes.Length}"), $"Location: http://localhost:{_connections.Port}{StoragePath}{file}"],
            }
            : Storage(request, bytes, headers);
    }

    private Reply Storage(Request request, byte[] bytes, List<string> headers)
    {
        int from = IgnoresRanges ? 0 : request.From;
        return from == 0 ? new Reply { Body = bytes, Headers = headers }
            : from >= bytes.Length ? new Reply { Status = 416, Headers = [string.Create(CultureInfo.InvariantCulture, $"Content-Range: bytes */{bytes.Length}")] }
            : new Reply
            {
                Status = 206,
                Body = bytes[from..],
                Headers = [.. headers, string.Create(CultureInfo.InvariantCulture, $"Content-Range: bytes {from}-{bytes.Length - 1}/{bytes.Length}")],
            };
    }

    private static string FileOf(string path)
    {
        string[] parts = path.Split('/');
        return parts is ["", "acme", "tiny", "resolve", _, ..] ? string.Join('/', parts[5..]) : "";
    }

    private static string GitId(byte[] bytes)
    {
#pragma warning disable CA5350 // It is how git names files.
        return Convert.ToHexStringLower(SHA1.HashData([.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"blob {bytes.Length}\0")), .. bytes]));
#pragma warning restore CA5350
    }

    private static async Task<Request> ReadAsync(NetworkStream stream, CancellationToken stop)
    {
        StringBuilder head = new();
        byte[] buffer = new byte[8192];
        while (!head.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            int count = await stream.ReadAsync(buffer, stop);
            if (count == 0)
            {
                throw new IOException("The client closed the connection.");
            }

            head.Append(Encoding.ASCII.GetString(buffer, 0, count));
        }

        return new Request(head.ToString());
    }

    internal sealed record Request(string Head)
    {
        public string Path => Head.Split(' ')[1];

        public string Range => Header("Range");

        public int From => Range.Length == 0 ? 0 : int.Parse(Range["bytes=".Length..].TrimEnd('-'), CultureInfo.InvariantCulture);

        public string Header(string name) => Head.Split("\r\n")
            .Where(line => line.StartsWith($"{name}:", StringComparison.OrdinalIgnoreCase))
            .Select(line => line[(name.Length + 1)..].Trim())
            .FirstOrDefault("");
    }

    internal sealed record Reply
    {
        public int Status { get; init; } = 200;

        public byte[] Body { get; init; } = [];

        public IReadOnlyList<string> Headers { get; init; } = [];

        /// <summary>How much of the body is sent before the connection ends, or hangs.</summary>
        public int? CutAfter { get; init; }

        public bool Hangs { get; init; }

        public byte[] ToBytes() =>
        [
            .. Encoding.ASCII.GetBytes(string.Create(
                CultureInfo.InvariantCulture,
                $"HTTP/1.1 {Status} Status\r\nContent-Length: {Body.Length}\r\nConnection: close\r\n{string.Concat(Headers.Select(header => $"{header}\r\n"))}\r\n")),
            .. Body,
        ];
    }
}
