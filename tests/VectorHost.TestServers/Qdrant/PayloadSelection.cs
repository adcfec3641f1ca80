using System.Text.Json;

namespace VectorHost.TestServers.Qdrant;

/// <summary>Which part of a payload was asked for: <c>with_payload</c>.</summary>
internal static class PayloadSelection
{
    /// <returns>Null where none of it was.</returns>
    public static object? Select(JsonElement payload, JsonElement body, bool isSelectedByDefault)
    {
        if (payload.ValueKind is not JsonValueKind.Object)
        {
            return null;
        }

        if (!body.TryGetProperty("with_payload", out JsonElement selection) || selection.ValueKind is JsonValueKind.Null)
        {
            return isSelectedByDefault ? payload : null;
        }

        return selection.ValueKind switch
        {
            JsonValueKind.True => payload,
            JsonValueKind.False => null,
            JsonValueKind.Array => Keep(payload, selection, isIncluding: true),
            _ when selection.TryGetProperty("include", out JsonElement included) => Keep(payload, included, isIncluding: true),
            _ => Keep(payload, selection.GetProperty("exclude"), isIncluding: false),
        };
    }

    private static Dictionary<string, JsonElement> Keep(JsonElement payload, JsonElement names, bool isIncluding)
    {
        HashSet<string> listed = [.. names.EnumerateArray().Select(name => name.GetString()!)];
        return payload.EnumerateObject().Where(property => listed.Contains(property.Name) == isIncluding).ToDictionary(property => property.Name, property => property.Value);
    }
}
