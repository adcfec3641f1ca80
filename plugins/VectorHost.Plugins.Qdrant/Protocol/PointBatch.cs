namespace VectorHost.Plugins.Qdrant.Protocol;

/// <summary>Points to be written.</summary>
internal sealed record PointBatch<TPayload>(IReadOnlyList<Point<TPayload>> Points)
    where TPayload : class;
