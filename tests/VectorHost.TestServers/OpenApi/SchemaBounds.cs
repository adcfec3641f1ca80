using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace VectorHost.TestServers.OpenApi;

/// <summary>Whether a value of the right type is within a schema's bounds.</summary>
internal static class SchemaBounds
{
    /// <summary>What is wrong.</summary>
    public static IEnumerable<string> Problems(JsonElement schema, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => OfNumber(schema, value.GetDouble()).Concat(OfFormat(schema, value)),
        JsonValueKind.String => OfSize(schema, "Length", value.GetString()!.Length).Concat(OfText(schema, value.GetString()!)).Concat(OfFormat(schema, value)),
        JsonValueKind.Array => OfSize(schema, "Items", value.GetArrayLength()),
        JsonValueKind.Object => OfSize(schema, "Properties", value.GetPropertyCount()),
        _ => [],
    };

    private static IEnumerable<string> OfNumber(JsonElement schema, double value)
    {
        if (Bound(schema, "minimum") is { } minimum && (IsExclusive(schema, "exclusiveMinimum") ? value <= minimum : value < minimum))
        {
            yield return $"{Text(value)} is less than the least, {Text(minimum)}";
        }

        if (Bound(schema, "maximum") is { } maximum && (IsExclusive(schema, "exclusiveMaximum") ? value >= maximum : value > maximum))
        {
            yield return $"{Text(value)} is more than the most, {Text(maximum)}";
        }

        // From version 3.1 on these hold the bound itself.
        if (Bound(schema, "exclusiveMinimum") is { } above && value <= above)
        {
            yield return $"{Text(value)} is not more than {Text(above)}";
        }

        if (Bound(schema, "exclusiveMaximum") is { } below && value >= below)
        {
            yield return $"{Text(value)} is not less than {Text(below)}";
        }
    }

    private static IEnumerable<string> OfSize(JsonElement schema, string what, int size)
    {
        if (Bound(schema, "min" + what) is { } least && size < least)
        {
            yield return $"{what.ToLowerInvariant()} of {size} is less than the least, {Text(least)}";
        }

        if (Bound(schema, "max" + what) is { } most && size > most)
        {
            yield return $"{what.ToLowerInvariant()} of {size} is more than the most, {Text(most)}";
        }
    }

    private static IEnumerable<string> OfText(JsonElement schema, string value)
    {
        if (schema.TryGetProperty("pattern", out JsonElement pattern)
            && !Regex.IsMatch(value, pattern.GetString()!, RegexOptions.None, TimeSpan.FromSeconds(5)))
        {
            yield return $"'{value}' does not match {pattern.GetString()}";
        }
    }

    private static IEnumerable<string> OfFormat(JsonElement schema, JsonElement value)
    {
        string? format = schema.TryGetProperty("format", out JsonElement element) ? element.GetString() : null;
        bool fits = (format, value.ValueKind) switch
        {
            ("uuid", JsonValueKind.String) => Guid.TryParse(value.GetString(), out _),
            ("date-time", JsonValueKind.String) => DateTimeOffset.TryParse(value.GetString(), CultureInfo.InvariantCulture, out _),
            ("int32", JsonValueKind.Number) => value.TryGetInt32(out _),
            ("int64", JsonValueKind.Number) => value.TryGetInt64(out _),
            ("uint8", JsonValueKind.Number) => value.TryGetByte(out _),
            ("uint16", JsonValueKind.Number) => value.TryGetUInt16(out _),
            ("uint32", JsonValueKind.Number) => value.TryGetUInt32(out _),
            ("uint" or "uint64", JsonValueKind.Number) => value.TryGetUInt64(out _),
            ("float", JsonValueKind.Number) => float.IsFinite(value.GetSingle()),
            _ => true,
        };

        if (!fits)
        {
            yield return $"{SchemaType.Describe(value)} is no {format}";
        }
    }

    private static double? Bound(JsonElement schema, string keyword) =>
        schema.TryGetProperty(keyword, out JsonElement bound) && bound.ValueKind is JsonValueKind.Number ? bound.GetDouble() : null;

    private static bool IsExclusive(JsonElement schema, string keyword) =>
        schema.TryGetProperty(keyword, out JsonElement flag) && flag.ValueKind is JsonValueKind.True;

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}
