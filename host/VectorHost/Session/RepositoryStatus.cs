using VectorHost.Abstractions;
using VectorHost.Indexing.Pipeline;

namespace VectorHost.Session;

/// <summary>What the store holds of a repository, and how far that is from its files.</summary>
internal sealed record RepositoryStatus
{
    /// <summary>How the store is.</summary>
    public required StoreHealth Health { get; init; }

    /// <summary>The repository's metadata, if it was ever indexed.</summary>
    public IndexMetadata? Metadata { get; init; }

    /// <summary>How many records it has now.</summary>
    public long Records { get; init; }

    /// <summary>What the working tree has that the index does not know; <see langword="null"/> where that cannot be told.</summary>
    public WorkingTreeDrift? Drift { get; init; }

    /// <summary>The embedder that a search would use.</summary>
    public required ConfiguredEmbedder Embedder { get; init; }

    /// <summary>What is wrong with the embedder and what to do, if anything.</summary>
    public string? EmbedderProblem => Embedder.ProblemWith(Metadata?.Embedder);

    /// <summary>Asks the store, and compares the files with what the last run remembered.</summary>
    public static async Task<RepositoryStatus> ReadAsync(HostSession session, CancellationToken cancellationToken)
    {
        ConfiguredEmbedder embedder = session.DescribeEmbedder();
        IVectorStore store = await session.ConnectStoreAsync(cancellationToken);
        StoreHealth health = await store.CheckHealthAsync(cancellationToken);
        if (!health.IsHealthy)
        {
            return new RepositoryStatus { Health = health, Embedder = embedder };
        }

        string name = session.Repository.Name;
        IReadOnlyList<IndexMetadata> indexes = await store.GetMetadataAsync(name, cancellationToken);
        return new RepositoryStatus
        {
            Health = health,
            Embedder = embedder,
            Metadata = indexes.SingleOrDefault(),
            Records = await store.CountAsync(RecordFilter.ForRepository(name), cancellationToken),
            Drift = indexes.Count == 0
                ? null
                : WorkingTreeDrift.Measure(session.Repository, session.Settings.Walk, session.Snapshots, indexes[0], cancellationToken),
        };
    }
}
