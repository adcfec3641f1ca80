using System.Text.Json;
using VectorHost.Abstractions;

namespace VectorHost.Plugins.Sqlite.Records;

/// <summary>The metadata of a repository as JSON, in column <c>repository.metadata</c>.</summary>
internal static class MetadataJson
{
    public static string Write(IndexMetadata metadata) =>
        JsonSerializer.Serialize(metadata, MetadataJsonContext.Default.IndexMetadata);

    /// <exception cref="JsonException">The column is damaged.</exception>
    public static IndexMetadata Read(ReadOnlySpan<byte> utf8) =>
        JsonSerializer.Deserialize(utf8, MetadataJsonContext.Default.IndexMetadata)
        ?? throw new JsonException("The metadata is null.");
}
