using System.Text.Json.Serialization;

namespace VectorHost.Indexing.Embedding.Remote;

/// <summary>A vector in an answer.</summary>
internal sealed record EmbeddingAnswerItem
{
    /// <summary>Which text the vector belongs to, counted from 0.</summary>
    public int? Index { get; init; }

    /// <summary>The vector.</summary>
    [JsonConverter(typeof(EmbeddingValuesConverter))]
    public float[]? Embedding { get; init; }
}
