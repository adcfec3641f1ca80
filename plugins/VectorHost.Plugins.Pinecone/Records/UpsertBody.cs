using System.Buffers;
using System.Globalization;
using System.Net.Http.Headers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using VectorHost.Abstractions;

namespace VectorHost.Plugins.Pinecone.Records;

/// <summary>
/// Writes records as the body of an upsert. By hand, so that what the service limits is measured as it is written: what
/// it would refuse is never sent.
/// </summary>
internal static class UpsertBody
{
    /// <summary>The most bytes of metadata that a record may have.</summary>
    public const int MaxMetadataBytes = 40 * 1024;

    /// <summary>The longest text, in UTF-8: base64 makes it a third longer, and the rest is for the other fields.</summary>
    public const int MaxTextBytes = 24_000;

    // 2 MB by either way of counting.
    private const int MaxBodyBytes = 2_000_000;

    // JSON makes at most six bytes of one, so that no shorter text can be too long.
    private const int SurelyFits = MaxTextBytes / 6;

    // Escapes only what JSON must have escaped: what is stored is the same, and the request smaller.
    private static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    private static readonly JsonWriterOptions Options = new() { Encoder = Encoder, SkipValidation = true };

    /// <summary>Makes the body.</summary>
    /// <exception cref="VectorStoreException">A record, or all together, are more than the service takes.</exception>
    public static HttpContent Write(string @namespace, IReadOnlyList<ChunkRecord> records)
    {
        ArrayBufferWriter<byte> buffer = new(records.Count * 2_048);
        using (Utf8JsonWriter writer = new(buffer, Options))
        {
            writer.WriteStartObject();
            writer.WriteString("namespace", @namespace);
            writer.WriteStartArray("vectors");
            foreach (ChunkRecord record in records)
            {
                WriteRecord(writer, record);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        if (buffer.WrittenCount > MaxBodyBytes)
        {
            throw new VectorStoreException(
                StoreFailureKind.LimitExceeded,
                string.Create(CultureInfo.InvariantCulture, $"{records.Count} records make a request of {buffer.WrittenCount:N0} bytes; Pinecone takes {MaxBodyBytes:N0}."));
        }

        bool isWhole = MemoryMarshal.TryGetArray(buffer.WrittenMemory, out ArraySegment<byte> bytes);
        ByteArrayContent content = isWhole ? new ByteArrayContent(bytes.Array!, bytes.Offset, bytes.Count) : new ByteArrayContent(buffer.WrittenSpan.ToArray());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    private static void WriteRecord(Utf8JsonWriter writer, ChunkRecord record)
    {
        writer.WriteStartObject();
        writer.WriteString("id", record.Id);
        writer.WriteStartArray("values");
        foreach (float number in record.Embedding.Span)
        {
            // The shortest digits that read back to the same bits.
            writer.WriteNumberValue(number);
        }

        writer.WriteEndArray();
        writer.WritePropertyName("metadata");
        long before = writer.BytesCommitted + writer.BytesPending;
        WriteMetadata(writer, record);
        long size = writer.BytesCommitted + writer.BytesPending - before;
        if (size > MaxMetadataBytes)
        {
            throw new VectorStoreException(
                StoreFailureKind.LimitExceeded,
                string.Create(CultureInfo.InvariantCulture, $"{record.Path}:{record.StartLine} makes {size:N0} bytes of metadata; Pinecone takes {MaxMetadataBytes:N0} a record."));
        }

        writer.WriteEndObject();
    }

    private static void WriteMetadata(Utf8JsonWriter writer, ChunkRecord record)
    {
        writer.WriteStartObject();
        writer.WriteString("id", record.Id);
        writer.WriteString("repository", record.Repository);
        writer.WriteString("path", record.Path);
        WriteFolders(writer, Folders.Above(record.Path));
        writer.WriteNumber("startLine", record.StartLine);
        writer.WriteNumber("endLine", record.EndLine);
        writer.WriteString("fileHash", record.FileHash);
        writer.WriteString("chunkHash", record.ChunkHash);
        writer.WriteString("language", record.Language);
        WriteText(writer, record.Text ?? "");
        writer.WriteEndObject();
    }

    private static void WriteFolders(Utf8JsonWriter writer, IReadOnlyList<string> folders)
    {
        if (folders.Count == 0)
        {
            return;
        }

        writer.WriteStartArray("folders");
        foreach (string folder in folders)
        {
            writer.WriteStringValue(folder);
        }

        writer.WriteEndArray();
    }

    /// <summary>Writes a text as it is, unless so much of it has to be escaped that base64 is what fits.</summary>
    private static void WriteText(Utf8JsonWriter writer, string text)
    {
        if (text.Length > SurelyFits && JsonEncodedText.Encode(text, Encoder).EncodedUtf8Bytes.Length > MaxTextBytes / 3 * 4)
        {
            writer.WriteBase64String("textBase64", Encoding.UTF8.GetBytes(text));
            return;
        }

        writer.WriteString("text", text);
    }
}
