namespace VectorHost.Plugins.Qdrant.Protocol;

/// <summary>The number of points.</summary>
internal sealed record CountResult
{
    public required long Count { get; init; }
}
