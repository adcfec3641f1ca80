using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using VectorHost.TestServers.Http;

namespace VectorHost.TestServers.Pinecone;

/// <summary>Writes the answers of the data plane.</summary>
internal static class PineconeAnswers
{
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>An object as an answer.</summary>
    public static HttpAnswer Write(Action<Utf8JsonWriter> writeMembers)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer, WriterOptions))
        {
            writer.WriteStartObject();
            writeMembers(writer);
            writer.WriteEndObject();
        }

        return HttpAnswer.OfRawJson(buffer.WrittenMemory);
    }

    /// <summary>Vectors by id, with all that they have.</summary>
    public static void WriteVectors(Utf8JsonWriter writer, IEnumerable<PineconeRecord> records)
    {
        writer.WriteStartObject("vectors");
        foreach (PineconeRecord record in records)
        {
            writer.WriteStartObject(record.Id);
            writer.WriteString("id", record.Id);
            WriteValues(writer, record.Values);
            WriteMetadata(writer, record);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    /// <summary>A match of a query.</summary>
    public static void WriteMatch(Utf8JsonWriter writer, PineconeRecord record, float score, bool withValues, bool withMetadata)
    {
        writer.WriteStartObject();
        writer.WriteString("id", record.Id);
        writer.WriteNumber("score", score);
        WriteValues(writer, withValues ? record.Values : []);
        if (withMetadata)
        {
            WriteMetadata(writer, record);
        }

        writer.WriteEndObject();
    }

    /// <summary>What most answers end with.</summary>
    public static void WriteNamespaceAndUsage(Utf8JsonWriter writer, string name)
    {
        writer.WriteString("namespace", name);
        writer.WriteStartObject("usage");
        writer.WriteNumber("readUnits", 1);
        writer.WriteEndObject();
    }

    /// <summary>Where the next page begins; nothing on the last page.</summary>
    public static void WritePagination(Utf8JsonWriter writer, string? next)
    {
        if (next is not null)
        {
            writer.WriteStartObject("pagination");
            writer.WriteString("next", next);
            writer.WriteEndObject();
        }
    }

    /// <summary>The description of a namespace.</summary>
    public static void WriteDescription(Utf8JsonWriter writer, string name, PineconeIndexState index)
    {
        writer.WriteString("name", name);
        writer.WriteNumber("record_count", index.Find(name)?.ReportedCount ?? 0);
    }

    private static void WriteValues(Utf8JsonWriter writer, float[] values)
    {
        writer.WriteStartArray("values");
        foreach (float value in values)
        {
            writer.WriteNumberValue(value);
        }

        writer.WriteEndArray();
    }

    private static void WriteMetadata(Utf8JsonWriter writer, PineconeRecord record)
    {
        if (record.Metadata is not null)
        {
            writer.WriteStartObject("metadata");
            foreach ((string name, JsonElement value) in record.Metadata)
            {
                writer.WritePropertyName(name);
                value.WriteTo(writer);
            }

            writer.WriteEndObject();
        }
    }
}
