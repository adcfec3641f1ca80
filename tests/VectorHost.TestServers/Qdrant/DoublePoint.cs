using System.Text.Json;

namespace VectorHost.TestServers.Qdrant;

/// <summary>A point that the double holds.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Vector">Its vector, as the distance stores it.</param>
/// <param name="Payload">Its payload, an object; undefined where it has none.</param>
/// <param name="Version">The operation that wrote it.</param>
internal sealed record DoublePoint(PointId Id, float[] Vector, JsonElement Payload, long Version)
{
    /// <summary>The values of a field, those of a list one by one.</summary>
    /// <param name="key">The field, its parts joined by dots.</param>
    public IEnumerable<JsonElement> Values(string key)
    {
        JsonElement value = Payload;
        foreach (string part in key.Split('.'))
        {
            if (value.ValueKind is not JsonValueKind.Object || !value.TryGetProperty(part, out value))
            {
                return [];
            }
        }

        return value.ValueKind is JsonValueKind.Array ? value.EnumerateArray() : [value];
    }
}
