using System.Text.Json.Serialization;

namespace VectorHost.Plugins.Qdrant.Protocol;

/// <summary>An index of a field's texts by equality.</summary>
internal sealed record KeywordIndex
{
    public string Type { get; init; } = "keyword";

    /// <summary>Whether points with the same value are kept together.</summary>
    public bool? IsTenant { get; init; }

    /// <summary>Whether the index finds beginnings too; from 1.19 on.</summary>
    [JsonPropertyName("prefix")]
    public bool? HasPrefixes { get; init; }
}
