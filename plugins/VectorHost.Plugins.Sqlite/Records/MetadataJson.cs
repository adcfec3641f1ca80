using System.Buffers;
using System.Text;
using System.Text.Json;
using VectorHost.Abstractions;

namespace VectorHost.Plugins.Sqlite.Records;

/// <summary>The metadata of a repository as JSON, in column <c>repository.metadata</c>.</summary>
/// <remarks>
/// Written out rather than left to a serializer: one of those sets up a description of every type before it reads the
/// first byte, which costs a search from the command line more than the rest of its work in this store.
/// </remarks>
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

    /// <exception cref="JsonException">The column is damaged.</exception>
    public static IndexMetadata Read(ReadOnlySpan<byte> utf8)
    {
        try
        {
            Utf8JsonReader json = new(utf8);
            json.Read();
            MetadataFields fields = new();
            fields.Read(ref json);
            return json.Read() ? throw new JsonException("There is more behind the metadata.") : fields.ToMetadata();
        }
        catch (Exception exception) when (exception is InvalidOperationException or FormatException)
        {
            throw new JsonException($"A value is of another kind than expected: {exception.Message}", exception);
        }
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
