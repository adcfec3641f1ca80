using System.Text.Json;

namespace VectorHost.TestServers.OpenApi;

/// <summary>Whether a value is of a schema's type, and one of its values where it lists them.</summary>
internal static class SchemaType
{
    /// <summary>What is wrong, or null.</summary>
    public static string? Problem(JsonElement schema, JsonElement value)
    {
        if (schema.TryGetProperty("type", out JsonElement type) && !TypesOf(type).Any(name => IsOfType(value, name)))
        {
            return $"expected {string.Join(" or ", TypesOf(type))}, found {Describe(value)}";
        }

        if (schema.TryGetProperty("enum", out JsonElement allowed) && !allowed.EnumerateArray().Any(one => JsonElement.DeepEquals(one, value)))
        {
            return $"expected one of {allowed.GetRawText()}, found {Describe(value)}";
        }

        return schema.TryGetProperty("const", out JsonElement constant) && !JsonElement.DeepEquals(constant, value)
            ? $"expected {constant.GetRawText()}, found {Describe(value)}"
            : null;
    }

    /// <summary>A value as part of a message.</summary>
    public static string Describe(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        _ when value.GetRawText() is { Length: > 60 } text => text[..60] + "…",
        _ => value.GetRawText(),
    };

    private static IEnumerable<string> TypesOf(JsonElement type) => type.ValueKind is JsonValueKind.Array
        ? type.EnumerateArray().Select(name => name.GetString()!)
        : [type.GetString()!];

    private static bool IsOfType(JsonElement value, string type) => type switch
    {
        "object" => value.ValueKind is JsonValueKind.Object,
        "array" => value.ValueKind is JsonValueKind.Array,
        "string" => value.ValueKind is JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "number" => value.ValueKind is JsonValueKind.Number,
        "integer" => value.ValueKind is JsonValueKind.Number && (value.TryGetInt64(out _) || value.TryGetUInt64(out _)),
        "null" => value.ValueKind is JsonValueKind.Null,
        _ => throw new NotSupportedException($"The description has a type '{type}'."),
    };
}
