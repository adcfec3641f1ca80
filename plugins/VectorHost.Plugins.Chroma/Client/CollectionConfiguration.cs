namespace VectorHost.Plugins.Chroma.Client;

/// <summary>How a collection's vectors are indexed: one of the two is set.</summary>
internal sealed record CollectionConfiguration
{
    /// <summary>The graph in memory of a server of one's own.</summary>
    public VectorIndex? Hnsw { get; init; }

    /// <summary>The index of Chroma Cloud.</summary>
    public VectorIndex? Spann { get; init; }
}
