using System.Text.Json;

namespace VectorHost.Indexing.Embedding.Model2Vec.Tokenization;

/// <summary>Reads members of JSON objects that may be missing or null.</summary>
internal static class JsonValues
{
    /// <summary>A flag.</summary>
    public static bool Flag(JsonElement element, string name, bool otherwise) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? value.GetBoolean()
            : otherwise;

    /// <summary>A text, empty where it is missing.</summary>
    public static string Text(JsonElement element, string name) => TextOrNull(element, name) ?? "";

    /// <summary>A text.</summary>
    public static string? TextOrNull(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>A member; <see langword="null"/> where it is missing or null.</summary>
    public static JsonElement? Member(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
