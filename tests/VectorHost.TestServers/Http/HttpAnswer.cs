using System.Text;
using System.Text.Json;

namespace VectorHost.TestServers.Http;

/// <summary>What a <see cref="LoopbackServer"/> answers.</summary>
public sealed record HttpAnswer
{
    /// <summary>The status code.</summary>
    public int Status { get; init; } = 200;

    /// <summary>The body's media type; null for none.</summary>
    public string? ContentType { get; init; }

    /// <summary>Further headers.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>The body.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>After how many bytes of the body the connection is cut; null to send all of it.</summary>
    public int? CutAfter { get; init; }

    /// <summary>An answer in JSON.</summary>
    public static HttpAnswer OfRawJson(ReadOnlyMemory<byte> utf8, int status = 200) =>
        new() { Status = status, ContentType = "application/json", Body = utf8 };

    /// <summary>An answer in JSON, of anything that the serializer knows.</summary>
    public static HttpAnswer OfJson<T>(T value, int status = 200) => OfRawJson(JsonSerializer.SerializeToUtf8Bytes(value), status);

    /// <summary>An answer in plain text.</summary>
    public static HttpAnswer OfText(string text, int status = 200) =>
        new() { Status = status, ContentType = "text/plain; charset=utf-8", Body = Encoding.UTF8.GetBytes(text) };
}
