using System.Text;
using System.Text.Json;

namespace VectorHost.TestServers.Http;

/// <summary>A request that a <see cref="LoopbackServer"/> received.</summary>
public sealed record HttpCall
{
    /// <summary>The method in capitals.</summary>
    public required string Method { get; init; }

    /// <summary>The path as it was sent, escaped, beginning with <c>/</c>.</summary>
    public required string Path { get; init; }

    /// <summary>The query as it was sent, beginning with <c>?</c>; empty where there is none.</summary>
    public string Query { get; init; } = "";

    /// <summary>The headers; names in any case, several of one name joined by a comma.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>The whole body.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>What the route's placeholders stand for, unescaped.</summary>
    public IReadOnlyDictionary<string, string> RouteValues { get; init; } = new Dictionary<string, string>();

    /// <summary>The body as text.</summary>
    public string BodyText => Encoding.UTF8.GetString(Body.Span);

    /// <summary>The query's names and values in their order, unescaped.</summary>
    public IEnumerable<KeyValuePair<string, string>> QueryValues =>
        from part in Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
        let pair = part.Split('=', 2)
        select KeyValuePair.Create(Unescape(pair[0]), Unescape(pair.ElementAtOrDefault(1) ?? ""));

    /// <summary>The first value of a name in the query; null where it is not there.</summary>
    public string? QueryValue(string name) =>
        QueryValues.Where(pair => pair.Key == name).Select(pair => pair.Value).FirstOrDefault();

    /// <summary>The body as JSON.</summary>
    /// <exception cref="JsonException">It is not.</exception>
    public JsonElement Json() => JsonElement.Parse(Body.Span);

    private static string Unescape(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
