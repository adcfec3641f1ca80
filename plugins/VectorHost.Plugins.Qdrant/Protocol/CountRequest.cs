namespace VectorHost.Plugins.Qdrant.Protocol;

/// <summary>Asks for the number of points.</summary>
internal sealed record CountRequest
{
    public PointFilter? Filter { get; init; }

    /// <summary>An estimate is quicker, and wrong.</summary>
    public bool Exact { get; init; } = true;
}
