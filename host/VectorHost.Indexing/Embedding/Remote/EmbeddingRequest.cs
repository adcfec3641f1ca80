using System.Text.Json.Serialization;

namespace VectorHost.Indexing.Embedding.Remote;

/// <summary>The body of a request to <c>/embeddings</c>.</summary>
internal sealed record EmbeddingRequest
{
    /// <summary>The model's name.</summary>
    public required string Model { get; init; }

    /// <summary>The texts.</summary>
    public required IReadOnlyList<string> Input { get; init; }

    /// <summary>How vectors come back; a server that cannot do it sends numbers, which are read as well.</summary>
    [JsonPropertyName("encoding_format")]
    public string EncodingFormat { get; init; } = "base64";

    /// <summary>How many dimensions to give; left out unless configured, since many servers do not know it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Dimensions { get; init; }
}
