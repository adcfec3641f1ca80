using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using VectorHost.Abstractions;

namespace VectorHost.Plugins.Chroma.Records;

/// <summary>
/// Writes the body that saves records: <c>ids</c>, <c>embeddings</c>, <c>documents</c> and <c>metadatas</c> side by side.
/// Written by hand so that vectors become base64 without a detour.
/// </summary>
internal static class RecordBatchJson
{
    /// <summary>Escapes what JSON must have escaped and nothing else: code in other scripts stays a third as long.</summary>
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a body.</summary>
    /// <param name="records">One at least.</param>
    /// <param name="asBase64">Whether vectors go as base64 of their bytes rather than as numbers, which takes half the room.</param>
    /// <exception cref="VectorStoreException">A text is half a character.</exception>
    public static ReadOnlyMemory<byte> Write(IReadOnlyList<ChunkRecord> records, bool asBase64)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer, Options))
        {
            writer.WriteStartObject();
            WriteList(writer, "ids", records, static (writer, record) => writer.WriteStringValue(record.Id));
            WriteList(writer, "embeddings", records, asBase64 ? WriteBase64 : WriteNumbers);
            WriteList(writer, "documents", records, static (writer, record) => writer.WriteStringValue(Checked(record.Text ?? "")));
            WriteList(writer, "metadatas", records, WriteMetadata);
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private static string Checked(string text) => WholeText.IsWhole(text)
        ? text
        : throw new VectorStoreException(
            StoreFailureKind.InvalidRecord, "A record holds half of a surrogate pair, which is no text, and Chroma cannot keep it.");

    private static void WriteList(
        Utf8JsonWriter writer, string name, IReadOnlyList<ChunkRecord> records, Action<Utf8JsonWriter, ChunkRecord> write)
    {
        writer.WriteStartArray(name);
        foreach (ChunkRecord record in records)
        {
            write(writer, record);
        }

        writer.WriteEndArray();
    }

    private static void WriteBase64(Utf8JsonWriter writer, ChunkRecord record)
    {
        ReadOnlySpan<float> vector = record.Embedding.Span;
        if (BitConverter.IsLittleEndian)
        {
            writer.WriteBase64StringValue(MemoryMarshal.AsBytes(vector));
            return;
        }

        byte[] bytes = new byte[vector.Length * sizeof(float)];
        for (int i = 0; i < vector.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), vector[i]);
        }

        writer.WriteBase64StringValue(bytes);
    }

    private static void WriteNumbers(Utf8JsonWriter writer, ChunkRecord record)
    {
        writer.WriteStartArray();
        foreach (float number in record.Embedding.Span)
        {
            writer.WriteNumberValue(number);
        }

        writer.WriteEndArray();
    }

    private static void WriteMetadata(Utf8JsonWriter writer, ChunkRecord record)
    {
        writer.WriteStartObject();
        writer.WriteString("path", Checked(record.Path));
        writer.WriteNumber("start_line", record.StartLine);
        writer.WriteNumber("end_line", record.EndLine);
        writer.WriteString("language", Checked(record.Language));
        writer.WriteString("file_hash", record.FileHash);
        writer.WriteString("chunk_hash", record.ChunkHash);
        for (int depth = 1; depth <= FolderKeys.Names.Count; depth++)
        {
            int length = FolderKeys.LengthAt(record.Path, depth);
            if (length > 0)
            {
                writer.WriteString(FolderKeys.Names[depth - 1], record.Path.AsSpan(0, length));
            }
            else
            {
                // The server keeps a key that is not sent: null takes away the one of an earlier save.
                writer.WriteNull(FolderKeys.Names[depth - 1]);
            }
        }

        writer.WriteEndObject();
    }
}
