namespace VectorHost.Plugins.Qdrant.Protocol;

/// <summary>Conditions that must all hold.</summary>
internal sealed record PointFilter(IReadOnlyList<PointCondition> Must);
