using Microsoft.Extensions.Logging;
using VectorHost.Abstractions;
using VectorHost.Plugins.Chroma.Client;

namespace VectorHost.Plugins.Chroma;

/// <summary>
/// Records in Chroma, over its REST API: a collection for each repository, and one that says which repositories there
/// are. Nothing is created before the first save.
/// </summary>
[VectorStoreBackend("chromadb", DisplayName = "Chroma")]
public sealed class ChromaVectorStore : IVectorStore
{
    private readonly VectorStoreContext _context;
    private readonly ILogger _logger;
    private ChromaDatabase? _database;
    private bool _isDisposed;

    /// <summary>Makes a store; nothing is read or sent before <see cref="ConnectAsync"/>.</summary>
    /// <param name="context">What the host gives.</param>
    public ChromaVectorStore(VectorStoreContext context)
    {
        _context = context;
        _logger = context.LoggerFactory.CreateLogger<ChromaVectorStore>();
    }

    /// <inheritdoc/>
    public StoreLimits Limits => _database?.Limits ?? new StoreLimits { MaxBatchRecords = 1 };

    private ChromaDatabase Database
    {
        get
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return _database ?? throw new InvalidOperationException("ConnectAsync has to complete before the store is used.");
        }
    }

    /// <inheritdoc/>
    public async Task ConnectAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        cancellationToken.ThrowIfCancellationRequested();
        if (_database is not null)
        {
            return;
        }

        ChromaSettings settings = ChromaSettings.Read(_context);
        if (settings is { ApiKey: not null, Address: { Scheme: "http", IsLoopback: false } })
        {
            ChromaStoreLog.KeyWithoutTls(_logger, settings.Address.Host);
        }

        ChromaClient client = ChromaClient.Create(settings, _context.CreateHttpHandler);
        try
        {
            _database = await ChromaDatabase.OpenAsync(client, settings, _logger, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (_database is null)
            {
                client.Dispose();
            }
        }
    }

    /// <inheritdoc/>
    public Task<StoreHealth> CheckHealthAsync(CancellationToken cancellationToken = default) => Database.CheckHealthAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task SaveAsync(IReadOnlyList<ChunkRecord> records, IndexMetadata metadata, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(records);
        ArgumentNullException.ThrowIfNull(metadata);
        if (records.Count > 0)
        {
            await Database.Records.SaveAsync(records, metadata.Repository, cancellationToken).ConfigureAwait(false);
        }

        await Database.Catalogue.SaveAsync(metadata, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<ChunkRecord> LoadAsync(RecordFilter filter, RecordParts parts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return Database.Records.LoadAsync(filter, parts, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<SearchHit>> SearchAsync(VectorQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.Top < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(query), query.Top, "A search needs to ask for at least one hit.");
        }

        cancellationToken.ThrowIfCancellationRequested();
        return Database.SearchAsync(query, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<IndexMetadata>> GetMetadataAsync(string? repository = null, CancellationToken cancellationToken = default) =>
        Database.Catalogue.ReadAsync(repository, cancellationToken);

    /// <inheritdoc/>
    public Task<long> CountAsync(RecordFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return Database.Records.CountAsync(filter, cancellationToken);
    }

    /// <inheritdoc/>
    public Task DeleteAsync(RecordFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        if (filter.IsEmpty)
        {
            throw new ArgumentException("The filter has no condition. To delete everything, call ClearAsync.", nameof(filter));
        }

        return Database.Records.DeleteAsync(filter, cancellationToken);
    }

    /// <inheritdoc/>
    public Task ClearAsync(string? repository = null, CancellationToken cancellationToken = default) => Database.ClearAsync(repository, cancellationToken);

    /// <inheritdoc/>
    public async Task<bool> ExistsAsync(string? repository = null, CancellationToken cancellationToken = default) =>
        (await Database.Catalogue.ReadAsync(repository, cancellationToken).ConfigureAwait(false)).Count > 0;

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _isDisposed = true;
        _database?.Dispose();
        return ValueTask.CompletedTask;
    }
}
