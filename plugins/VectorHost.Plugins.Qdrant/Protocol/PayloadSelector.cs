namespace VectorHost.Plugins.Qdrant.Protocol;

/// <summary>Which fields of a payload are wanted: these, or all but these.</summary>
internal sealed record PayloadSelector
{
    public IReadOnlyList<string>? Include { get; init; }

    public IReadOnlyList<string>? Exclude { get; init; }
}
