namespace VectorHost.Plugins.Qdrant.Protocol;

/// <summary>What a collection is made with.</summary>
internal sealed record NewCollection
{
    public required VectorParameters Vectors { get; init; }
}
