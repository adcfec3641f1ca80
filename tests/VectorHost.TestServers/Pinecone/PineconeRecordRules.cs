using System.Globalization;
using System.Text;
using System.Text.Json;

namespace VectorHost.TestServers.Pinecone;

/// <summary>What the service refuses of a vector, its id and its metadata.</summary>
internal static class PineconeRecordRules
{
    private const int MaxIdLength = 512;
    private const int MaxMetadataBytes = 40 * 1024;

    /// <summary>Reads a vector of an upsert.</summary>
    public static PineconeRecord Read(JsonElement vector, int dimension)
    {
        string id = ReadId(vector.GetProperty("id"));
        return new PineconeRecord(
            id,
            ReadValues(vector.TryGetProperty("values", out JsonElement values) ? values : throw PineconeRefusalException.Invalid($"Vector {id} has no values"), dimension),
            vector.TryGetProperty("metadata", out JsonElement metadata) ? ReadMetadata(metadata) : null);
    }

    /// <summary>Reads an id.</summary>
    public static string ReadId(JsonElement element)
    {
        string id = element.GetString()!;
        return id.Length is >= 1 and <= MaxIdLength && Ascii.IsValid(id) ? id
            : throw PineconeRefusalException.Invalid($"Vector ID must be ASCII and have 1 to {MaxIdLength} characters, but got '{id}'");
    }

    /// <summary>Reads a dense vector.</summary>
    public static float[] ReadValues(JsonElement element, int dimension)
    {
        float[] values = [.. element.EnumerateArray().Select(number => number.GetSingle())];
        return values.Length != dimension
            ? throw PineconeRefusalException.Invalid(string.Create(CultureInfo.InvariantCulture, $"Vector dimension {values.Length} does not match the dimension of the index {dimension}"))
            : values.All(value => value == 0) ? throw PineconeRefusalException.Invalid("Dense vectors must contain at least one non-zero value.")
            : values.All(float.IsFinite) ? values
            : throw PineconeRefusalException.Invalid("Vector values must be finite");
    }

    /// <summary>Reads metadata; the bytes that count are those that were sent.</summary>
    public static IReadOnlyDictionary<string, JsonElement> ReadMetadata(JsonElement metadata)
    {
        int size = Encoding.UTF8.GetByteCount(metadata.GetRawText());
        if (size > MaxMetadataBytes)
        {
            throw PineconeRefusalException.Invalid(
                string.Create(CultureInfo.InvariantCulture, $"Metadata size is {size} bytes, which exceeds the limit of {MaxMetadataBytes} bytes per vector"));
        }

        return metadata.EnumerateObject().ToDictionary(field => field.Name, field => ReadField(field.Name, field.Value));
    }

    private static JsonElement ReadField(string name, JsonElement value) => value.ValueKind switch
    {
        _ when name.StartsWith('$') => throw PineconeRefusalException.Invalid($"Metadata field names cannot begin with '$', but got '{name}'"),
        JsonValueKind.String or JsonValueKind.True or JsonValueKind.False => value.Clone(),

        // The service has float64 and nothing else.
        JsonValueKind.Number => JsonSerializer.SerializeToElement(value.GetDouble()),
        JsonValueKind.Array when value.EnumerateArray().All(item => item.ValueKind is JsonValueKind.String) => value.Clone(),
        _ => throw PineconeRefusalException.Invalid(
            $"Metadata value must be a string, number, boolean or list of strings, got '{value.GetRawText()}' for field '{name}'"),
    };
}
