using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using VectorHost.Abstractions;
using VectorHost.Plugins.Qdrant.Collections;
using VectorHost.Plugins.Qdrant.Protocol;
using VectorHost.Plugins.Qdrant.Records;

namespace VectorHost.Plugins.Qdrant;

/// <summary>A Qdrant server, or a cluster of Qdrant Cloud, over REST.</summary>
[VectorStoreBackend("qdrant", DisplayName = "Qdrant")]
public sealed class QdrantVectorStore : IVectorStore
{
    /// <summary>About how many bytes a page of records with vectors may have.</summary>
    private const int PreferredPageBytes = 4 << 20;

    private const int PreferredPage = 1_000;

    private readonly VectorStoreContext _context;
    private readonly ILogger _logger;
    private QdrantConnection? _connection;
    private bool _isDisposed;

    /// <summary>Makes a store; nothing is read or sent before <see cref="ConnectAsync"/>.</summary>
    /// <param name="context">What the host gives.</param>
    public QdrantVectorStore(VectorStoreContext context)
    {
        _context = context;
        _logger = context.LoggerFactory.CreateLogger<QdrantVectorStore>();
    }

    /// <inheritdoc/>
    public StoreLimits Limits { get; private set; } = QdrantLimits.Server;

    private QdrantConnection Connection
    {
        get
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return _connection ?? throw new InvalidOperationException("ConnectAsync has to complete before the store is used.");
        }
    }

    /// <inheritdoc/>
    public async Task ConnectAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_connection is null)
        {
            _connection = await QdrantConnection.OpenAsync(
                QdrantSettings.Read(_context), _context.CreateHttpHandler, _logger, cancellationToken).ConfigureAwait(false);
            Limits = _connection.Limits;
        }
    }

    /// <inheritdoc/>
    public async Task<StoreHealth> CheckHealthAsync(CancellationToken cancellationToken = default)
    {
        QdrantConnection connection = Connection;
        try
        {
            ServerVersion server = await connection.Client.GetVersionAsync(cancellationToken).ConfigureAwait(false);
            await connection.Client.CheckReadyAsync(cancellationToken).ConfigureAwait(false);
            await connection.Client.ListCollectionsAsync(cancellationToken).ConfigureAwait(false);
            return new StoreHealth
            {
                IsHealthy = true,
                Description = $"Qdrant {server.Version} at {connection.Settings.Address}, collection {connection.Settings.Collection}",
                ServerVersion = server.Version,
            };
        }
        catch (VectorStoreException exception)
        {
            return new StoreHealth { IsHealthy = false, Description = exception.Message, ServerVersion = connection.Version.ToString() };
        }
    }

    /// <inheritdoc/>
    public async Task SaveAsync(IReadOnlyList<ChunkRecord> records, IndexMetadata metadata, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(records);
        ArgumentNullException.ThrowIfNull(metadata);
        QdrantConnection connection = Connection;
        if (records.Count > 0)
        {
            await new RecordWriter(connection).SaveAsync(records, metadata.Repository, cancellationToken).ConfigureAwait(false);
        }

        await connection.Catalog.SaveAsync(metadata, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<ChunkRecord> LoadAsync(RecordFilter filter, RecordParts parts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return LoadAsync(Connection, filter, parts, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SearchHit>> SearchAsync(VectorQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.Top < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(query), query.Top, "A search needs to ask for at least one hit.");
        }

        QdrantConnection connection = Connection;
        IReadOnlyList<RecordCollection> collections = await connection.Records.FindAsync(cancellationToken).ConfigureAwait(false);
        await RefuseOtherDimensionsAsync(connection, collections, query, cancellationToken).ConfigureAwait(false);
        RecordCollection? collection = collections.FirstOrDefault(candidate => candidate.Dimensions == query.Embedding.Length);
        if (collection is null
            || await connection.Filters.TranslateAsync(query.Filter, collection, cancellationToken).ConfigureAwait(false) is not { } filter)
        {
            return [];
        }

        return await new RecordSearch(connection.Client, collection, connection.Settings.IsExact).RunAsync(query, filter, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<IndexMetadata>> GetMetadataAsync(string? repository = null, CancellationToken cancellationToken = default) =>
        Connection.Catalog.ReadAsync(repository, cancellationToken);

    /// <inheritdoc/>
    public async Task<long> CountAsync(RecordFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        QdrantConnection connection = Connection;
        long count = 0;
        foreach (RecordCollection collection in await connection.Records.FindAsync(cancellationToken).ConfigureAwait(false))
        {
            if (await connection.Filters.TranslateAsync(filter, collection, cancellationToken).ConfigureAwait(false) is { } translated)
            {
                count += await new RecordReader(connection.Client, collection).CountAsync(translated, cancellationToken).ConfigureAwait(false);
            }
        }

        return count;
    }

    /// <inheritdoc/>
    public async Task DeleteAsync(RecordFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        if (filter.IsEmpty)
        {
            throw new ArgumentException("The filter has no condition. To delete everything, call ClearAsync.", nameof(filter));
        }

        await new RecordWriter(Connection).DeleteAsync(filter, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task ClearAsync(string? repository = null, CancellationToken cancellationToken = default)
    {
        QdrantConnection connection = Connection;

        // What is interrupted must not look like a complete index: the metadata goes first.
        if (repository is null)
        {
            await connection.Catalog.DeleteAllAsync(cancellationToken).ConfigureAwait(false);
            await connection.Records.DeleteAllAsync(cancellationToken).ConfigureAwait(false);
            return;
        }

        await connection.Catalog.DeleteAsync(repository, cancellationToken).ConfigureAwait(false);
        await new RecordWriter(connection).DeleteAsync(RecordFilter.ForRepository(repository), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<bool> ExistsAsync(string? repository = null, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<IndexMetadata> found = await Connection.Catalog.ReadAsync(repository, cancellationToken).ConfigureAwait(false);
        return found.Count > 0;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _isDisposed = true;
        _connection?.Dispose();
        return ValueTask.CompletedTask;
    }

    private static async IAsyncEnumerable<ChunkRecord> LoadAsync(
        QdrantConnection connection, RecordFilter filter, RecordParts parts, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        bool withVector = parts.HasFlag(RecordParts.Embedding);
        foreach (RecordCollection collection in await connection.Records.FindAsync(cancellationToken).ConfigureAwait(false))
        {
            if (await connection.Filters.TranslateAsync(filter, collection, cancellationToken).ConfigureAwait(false) is not { } translated)
            {
                continue;
            }

            // About 12 bytes a number, and a text of about a thousand letters.
            int page = withVector ? Math.Clamp(PreferredPageBytes / ((12 * collection.Dimensions) + 1_500), 16, PreferredPage) : PreferredPage;
            RecordReader reader = new(connection.Client, collection);
            await foreach (Point<RecordPayload> point in reader.ReadAsync(
                translated, RecordPoints.Select(parts), withVector, page, cancellationToken).ConfigureAwait(false))
            {
                yield return RecordPoints.Read(point, parts, collection);
            }
        }
    }

    private static async Task RefuseOtherDimensionsAsync(
        QdrantConnection connection, IReadOnlyList<RecordCollection> collections, VectorQuery query, CancellationToken cancellationToken)
    {
        RecordFilter repositories = new() { Repositories = query.Filter.Repositories };
        foreach (RecordCollection other in collections.Where(collection => collection.Dimensions != query.Embedding.Length))
        {
            if (await connection.Filters.TranslateAsync(repositories, other, cancellationToken).ConfigureAwait(false) is { } filter
                && await new RecordReader(connection.Client, other).AnyAsync(filter, cancellationToken).ConfigureAwait(false))
            {
                throw new VectorStoreException(
                    StoreFailureKind.Mismatch,
                    $"The query has {query.Embedding.Length} dimensions; records that it is compared with have {other.Dimensions}. Search one repository, or index again with one embedder.");
            }
        }
    }
}
