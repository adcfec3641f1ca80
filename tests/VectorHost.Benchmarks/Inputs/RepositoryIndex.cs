using Microsoft.Extensions.Logging.Abstractions;
using VectorHost.Abstractions;
using VectorHost.Indexing.Embedding;
using VectorHost.Indexing.Pipeline;
using VectorHost.Indexing.Repositories;
using VectorHost.Indexing.Snapshots;
using VectorHost.TestSupport;

namespace VectorHost.Benchmarks.Inputs;

/// <summary>An index of a repository in a fresh folder of its own, made by the library in this process.</summary>
internal sealed class RepositoryIndex : IAsyncDisposable
{
    private readonly RepositoryIdentity _repository;
    private readonly TemporaryFolder _folder;
    private readonly PluginStore _store;
    private readonly Embedder _embedder;

    private RepositoryIndex(RepositoryIdentity repository, TemporaryFolder folder, PluginStore store)
    {
        _repository = repository;
        _folder = folder;
        _store = store;
        _embedder = CreateEmbedder();
        Snapshots = new SnapshotLocation(folder.At("cache"), repository.Name, EmbeddedStore.Backend);
    }

    /// <summary>The store.</summary>
    public IVectorStore Store => _store.Store;

    /// <summary>What makes the vectors.</summary>
    public Embedder Embedder => _embedder;

    /// <summary>Where the snapshot is.</summary>
    public SnapshotLocation Snapshots { get; }

    /// <summary>The size of what the store keeps.</summary>
    public long StoreBytes => EmbeddedStore.SizeIn(_folder.Path);

    /// <summary>The size of the snapshot.</summary>
    public long SnapshotBytes => new DirectoryInfo(Snapshots.Directory).EnumerateFiles("*.snapshot").Sum(file => file.Length);

    /// <summary>The default embedder.</summary>
    /// <param name="provider">Which; by default what a user has who configures none.</param>
    public static Embedder CreateEmbedder(string? provider = null) =>
        EmbedderFactory.Create(provider is null ? new EmbeddingOptions() : new EmbeddingOptions { Provider = provider }, NullLoggerFactory.Instance, TimeProvider.System);

    /// <summary>Makes an empty index: everything is open, nothing is indexed.</summary>
    public static async Task<RepositoryIndex> CreateAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        TemporaryFolder folder = new();
        try
        {
            return new RepositoryIndex(
                context.Repository,
                folder,
                await EmbeddedStore.OpenAsync(context.Executables.PluginsDirectory, folder.Path, cancellationToken));
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Brings the index up to date.</summary>
    /// <exception cref="BenchmarkException">There is nothing to index.</exception>
    public async Task<IndexSummary> UpdateAsync(CancellationToken cancellationToken)
    {
        RepositoryIndexer indexer = new(_store.Store, _embedder, Snapshots, TimeProvider.System, NullLogger<RepositoryIndexer>.Instance);
        IndexSummary summary = await indexer.IndexAsync(_repository, new IndexOptions(), new IndexProgress(), cancellationToken);
        return summary.Chunks > 0 ? summary : throw BenchmarkException.NothingToIndex(_repository.Root);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _embedder.Dispose();
        await _store.DisposeAsync();
        _folder.Dispose();
    }
}
