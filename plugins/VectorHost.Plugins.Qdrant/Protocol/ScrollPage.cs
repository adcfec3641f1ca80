namespace VectorHost.Plugins.Qdrant.Protocol;

/// <summary>A page of points.</summary>
internal sealed record ScrollPage<TPayload>
    where TPayload : class
{
    public required IReadOnlyList<Point<TPayload>> Points { get; init; }

    /// <summary>The next page's first id; null after the last.</summary>
    public Guid? NextPageOffset { get; init; }
}
