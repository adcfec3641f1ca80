using VectorHost.Abstractions;

namespace VectorHost.Session;

/// <summary>What the store holds, of all repositories.</summary>
internal sealed record StoreStatus
{
    /// <summary>How the store is.</summary>
    public required StoreHealth Health { get; init; }

    /// <summary>Every repository's metadata with the number of its records, in the order of their names.</summary>
    public IReadOnlyList<(IndexMetadata Metadata, long Records)> Repositories { get; init; } = [];

    /// <summary>Asks the store.</summary>
    public static async Task<StoreStatus> ReadAsync(HostSession session, CancellationToken cancellationToken)
    {
        IVectorStore store = await session.ConnectStoreAsync(cancellationToken);
        StoreHealth health = await store.CheckHealthAsync(cancellationToken);
        if (!health.IsHealthy)
        {
            return new StoreStatus { Health = health };
        }

        List<(IndexMetadata, long)> repositories = [];
        IReadOnlyList<IndexMetadata> indexes = await store.GetMetadataAsync(repository: null, cancellationToken);
        foreach (IndexMetadata index in indexes.OrderBy(index => index.Repository, StringComparer.Ordinal))
        {
            repositories.Add((index, await store.CountAsync(RecordFilter.ForRepository(index.Repository), cancellationToken)));
        }

        return new StoreStatus { Health = health, Repositories = repositories };
    }
}
