using System.Buffers;
using System.Text;
using System.Text.Json;
using VectorHost.Abstractions;

namespace VectorHost.Plugins.Sqlite.Records;

/// <summary>
/// The metadata of a repository as JSON, in column <c>repository.metadata</c>; <see cref="MetadataFields"/> reads it.
/// </summary>
internal static class MetadataJson
{
    public static string Write(IndexMetadata metadata)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartObject();
            json.WriteString("repository"u8, metadata.Repository);
            json.WriteString("root"u8, metadata.Root);
            json.WriteString("state"u8, metadata.State is IndexState.Complete ? "Complete"u8 : "Writing"u8);
            json.WriteString("created_at"u8, metadata.CreatedAt);
            json.WriteString("updated_at"u8, metadata.UpdatedAt);
            WriteEmbedder(json, metadata.Embedder);
            json.WriteString("chunker"u8, metadata.Chunker);
            json.WriteNumber("file_count"u8, metadata.FileCount);
            json.WriteNumber("record_count"u8, metadata.RecordCount);
            json.WriteString("tool_version"u8, metadata.ToolVersion);
            WriteEntries(json, metadata.Entries);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WriteEmbedder(Utf8JsonWriter json, EmbedderFingerprint embedder)
    {
        json.WriteStartObject("embedder"u8);
        json.WriteString("provider"u8, embedder.Provider);
        json.WriteString("model"u8, embedder.Model);
        json.WriteNumber("dimensions"u8, embedder.Dimensions);
        json.WriteString("normalization"u8, embedder.Normalization);
        json.WriteEndObject();
    }

    private static void WriteEntries(Utf8JsonWriter json, IReadOnlyDictionary<string, string> entries)
    {
        json.WriteStartObject("entries"u8);
        foreach ((string name, string value) in entries)
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
    }
}
