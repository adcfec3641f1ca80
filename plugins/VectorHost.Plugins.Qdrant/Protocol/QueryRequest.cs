namespace VectorHost.Plugins.Qdrant.Protocol;

/// <summary>Asks for the points nearest to a vector.</summary>
internal sealed record QueryRequest
{
    public required ReadOnlyMemory<float> Query { get; init; }

    public PointFilter? Filter { get; init; }

    public SearchParameters? Params { get; init; }

    public required int Limit { get; init; }

    public required PayloadSelector WithPayload { get; init; }

    public required bool WithVector { get; init; }
}
