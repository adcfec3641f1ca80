namespace VectorHost.Plugins.Pinecone.Wire;

/// <summary>Vectors by id, those that are there, and where the next page begins.</summary>
/// <typeparam name="TFields">The metadata.</typeparam>
internal sealed record FetchAnswer<TFields>
    where TFields : class
{
    public IReadOnlyDictionary<string, StoredVector<TFields>> Vectors { get; init; } = new Dictionary<string, StoredVector<TFields>>();

    public Pagination? Pagination { get; init; }
}
