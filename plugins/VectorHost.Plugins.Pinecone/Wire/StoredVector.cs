namespace VectorHost.Plugins.Pinecone.Wire;

/// <summary>What Pinecone calls a record: an id, a vector and flat metadata.</summary>
/// <typeparam name="TFields">The metadata.</typeparam>
internal sealed record StoredVector<TFields>
    where TFields : class
{
    public required string Id { get; init; }

    /// <summary>The similarity that a query computed; approximate.</summary>
    public double? Score { get; init; }

    public ReadOnlyMemory<float> Values { get; init; }

    public TFields? Metadata { get; init; }
}
