using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace VectorHost.TestServers.Qdrant;

/// <summary>A point's id: an unsigned number or a UUID; numbers come before UUIDs.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PointId
{
    private readonly ulong? _number;
    private readonly Guid _uuid;

    private PointId(ulong? number, Guid uuid)
    {
        _number = number;
        _uuid = uuid;
    }

    /// <summary>The order in which points are scrolled.</summary>
    public static IComparer<PointId> Order { get; } = Comparer<PointId>.Create(Compare);

    /// <exception cref="QdrantRefusalException">It is neither.</exception>
    public static PointId Read(JsonElement element)
    {
        if (element.ValueKind is JsonValueKind.Number && element.TryGetUInt64(out ulong number))
        {
            return new PointId(number, default);
        }

        return element.ValueKind is JsonValueKind.String && Guid.TryParse(element.GetString(), out Guid uuid)
            ? new PointId(null, uuid)
            : throw QdrantRefusalException.Format($"value {element.GetRawText()} is not a valid point ID, valid values are either an unsigned integer or a UUID");
    }

    /// <summary>As it is in answers: UUIDs in lower case with hyphens, whatever they were written as.</summary>
    public object ToJson() => _number is { } number ? number : _uuid.ToString("D", CultureInfo.InvariantCulture);

    private static int Compare(PointId left, PointId right) => (left._number, right._number) switch
    {
        ({ } leftNumber, { } rightNumber) => leftNumber.CompareTo(rightNumber),
        ({ }, null) => -1,
        (null, { }) => 1,
        _ => left._uuid.CompareTo(right._uuid),
    };
}
