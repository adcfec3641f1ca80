namespace VectorHost.Plugins.Qdrant.Protocol;

/// <summary>The points nearest to a vector, best first.</summary>
internal sealed record QueryHits<TPayload>
    where TPayload : class
{
    public required IReadOnlyList<Point<TPayload>> Points { get; init; }
}
