namespace VectorHost.Plugins.Qdrant.Protocol;

/// <summary>Asks for a page of points, in the order of their ids.</summary>
internal sealed record ScrollRequest
{
    public PointFilter? Filter { get; init; }

    public required int Limit { get; init; }

    /// <summary>The page's first id; null for the first page.</summary>
    public Guid? Offset { get; init; }

    public required PayloadSelector WithPayload { get; init; }

    public required bool WithVector { get; init; }
}
