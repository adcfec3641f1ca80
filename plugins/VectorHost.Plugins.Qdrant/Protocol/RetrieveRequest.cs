namespace VectorHost.Plugins.Qdrant.Protocol;

/// <summary>Asks for points by their ids.</summary>
internal sealed record RetrieveRequest
{
    public required IReadOnlyList<Guid> Ids { get; init; }

    public bool WithPayload { get; init; } = true;

    public bool WithVector { get; init; }
}
