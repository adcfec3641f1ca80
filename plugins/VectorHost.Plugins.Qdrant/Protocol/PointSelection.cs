namespace VectorHost.Plugins.Qdrant.Protocol;

/// <summary>Points to be deleted: by id, or by filter.</summary>
internal sealed record PointSelection
{
    public IReadOnlyList<Guid>? Points { get; init; }

    public PointFilter? Filter { get; init; }
}
