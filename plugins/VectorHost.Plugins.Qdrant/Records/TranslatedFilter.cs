using VectorHost.Plugins.Qdrant.Protocol;

namespace VectorHost.Plugins.Qdrant.Records;

/// <summary>A filter in Qdrant's words: conditions that must all hold; none match everything.</summary>
internal sealed record TranslatedFilter(IReadOnlyList<PointCondition> Conditions)
{
    /// <summary>As requests have it: left out where it matches everything.</summary>
    public PointFilter? ToRequest() => Conditions.Count == 0 ? null : new PointFilter(Conditions);
}
