namespace VectorHost.Plugins.Qdrant.Protocol;

/// <summary>A point, or as much of it as was asked for.</summary>
/// <typeparam name="TPayload">What its payload is.</typeparam>
internal sealed record Point<TPayload>
    where TPayload : class
{
    public required Guid Id { get; init; }

    public ReadOnlyMemory<float>? Vector { get; init; }

    public TPayload? Payload { get; init; }

    /// <summary>How well it fits a query; null elsewhere.</summary>
    public double? Score { get; init; }
}
