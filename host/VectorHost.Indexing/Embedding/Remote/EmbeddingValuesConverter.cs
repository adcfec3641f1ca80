using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace VectorHost.Indexing.Embedding.Remote;

/// <summary>Reads a vector in either encoding: base64 of little-endian float32, or a list of numbers.</summary>
internal sealed class EmbeddingValuesConverter : JsonConverter<float[]>
{
    /// <inheritdoc/>
    public override float[] Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.String when reader.TryGetBytesFromBase64(out byte[]? bytes) && bytes.Length % sizeof(float) == 0 => FromBytes(bytes),
        JsonTokenType.StartArray => ReadNumbers(ref reader),
        _ => throw new JsonException("The embedding is neither a list of numbers nor base64 of float32."),
    };

    /// <summary>Never needed: vectors are only received.</summary>
    public override void Write(Utf8JsonWriter writer, float[] value, JsonSerializerOptions options) => throw new NotSupportedException();

    private static float[] FromBytes(byte[] bytes)
    {
        float[] values = new float[bytes.Length / sizeof(float)];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(i * sizeof(float)));
        }

        return values;
    }

    private static float[] ReadNumbers(ref Utf8JsonReader reader)
    {
        List<float> values = new(1_536);
        while (reader.Read() && reader.TokenType == JsonTokenType.Number)
        {
            values.Add(reader.GetSingle());
        }

        return reader.TokenType == JsonTokenType.EndArray
            ? [.. values]
            : throw new JsonException("The embedding holds something that is not a number.");
    }
}
