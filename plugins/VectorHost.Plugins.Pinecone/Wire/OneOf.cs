using System.Text.Json.Serialization;

namespace VectorHost.Plugins.Pinecone.Wire;

/// <summary>A condition of a metadata filter: the field, or an element of it where it is a list, is one of the values.</summary>
internal sealed record OneOf
{
    [JsonPropertyName("$in")]
    public required IReadOnlyCollection<string> Values { get; init; }
}
