using System.Text.Json;
using System.Text.Json.Serialization;
using VectorHost.Abstractions;

namespace VectorHost.Plugins.Pinecone.Records;

/// <summary>The metadata of a repository as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true)]
[JsonSerializable(typeof(IndexMetadata))]
internal sealed partial class MetadataJson : JsonSerializerContext
{
    /// <summary>Writes it.</summary>
    public static string Write(IndexMetadata metadata) => JsonSerializer.Serialize(metadata, Default.IndexMetadata);

    /// <summary>Reads it.</summary>
    /// <exception cref="JsonException">It is damaged.</exception>
    public static IndexMetadata Read(string json) =>
        JsonSerializer.Deserialize(json, Default.IndexMetadata) ?? throw new JsonException("The metadata is null.");
}
