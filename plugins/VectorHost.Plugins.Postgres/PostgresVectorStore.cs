using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using VectorHost.Abstractions;
using VectorHost.Plugins.Postgres.Connections;
using VectorHost.Plugins.Postgres.Records;
using VectorHost.Plugins.Postgres.Search;
using VectorHost.Plugins.Postgres.Tables;

namespace VectorHost.Plugins.Postgres;

/// <summary>
/// Records, vectors and metadata of any number of repositories in two tables of a PostgreSQL database with pgvector.
/// </summary>
/// <remarks>
/// Every save is one transaction: when it completes all of it is committed, and when it fails none of it is.
/// </remarks>
[VectorStoreBackend("postgres", DisplayName = "PostgreSQL")]
public sealed class PostgresVectorStore : IVectorStore
{
    private readonly VectorStoreContext _context;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _connecting = new(1, 1);
    private Connected? _connected;
    private bool _isDisposed;

    /// <summary>Makes a store; nothing is read or opened before <see cref="ConnectAsync"/>.</summary>
    /// <param name="context">What the host gives.</param>
    public PostgresVectorStore(VectorStoreContext context)
    {
        _context = context;
        _logger = context.LoggerFactory.CreateLogger<PostgresVectorStore>();
    }

    /// <inheritdoc/>
    public StoreLimits Limits { get; } = new()
    {
        MaxBatchRecords = 2_000,
        MaxBatchBytes = 64 << 20,
        MaxDimensions = 16_000,
        MaxTextBytes = 32 << 20,
    };

    private Connected State
    {
        get
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return _connected ?? throw new InvalidOperationException("ConnectAsync has to complete before the store is used.");
        }
    }

    /// <inheritdoc/>
    public async Task ConnectAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        await _connecting.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            _connected ??= await OpenAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _connecting.Release();
        }
    }

    /// <inheritdoc/>
    public async Task<StoreHealth> CheckHealthAsync(CancellationToken cancellationToken = default)
    {
        Connected state = State;
        try
        {
            ServerFacts facts = await state.Database.RunAsync(
                async (connection, token) =>
                {
                    await state.Reader.ExistsAsync(connection, repository: null, token).ConfigureAwait(false);
                    return await ServerFacts.ReadAsync(connection, token).ConfigureAwait(false);
                },
                cancellationToken).ConfigureAwait(false);
            return new StoreHealth
            {
                IsHealthy = !facts.IsReadOnly,
                Description = facts.IsReadOnly
                    ? state.Database.Failures.ReadOnly
                    : $"{state.Database.Failures.Server}, version {facts.Version} with pgvector {facts.VectorVersion}, collection '{state.Settings.Collection}'",
                ServerVersion = facts.Version,
            };
        }
        catch (VectorStoreException exception)
        {
            return new StoreHealth { IsHealthy = false, Description = exception.Message };
        }
    }

    /// <inheritdoc/>
    public async Task SaveAsync(IReadOnlyList<ChunkRecord> records, IndexMetadata metadata, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(records);
        ArgumentNullException.ThrowIfNull(metadata);
        Connected state = State;
        await state.Database.TransactAsync(
            (connection, token) => state.Writer.SaveAsync(connection, records, metadata, token), cancellationToken).ConfigureAwait(false);
        if (!state.Settings.IsExact)
        {
            await state.Index.EnsureAsync(
                metadata.Embedder.Dimensions, records.Count, metadata.State is IndexState.Complete, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<ChunkRecord> LoadAsync(RecordFilter filter, RecordParts parts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return LoadAsync(State, filter, parts, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<SearchHit>> SearchAsync(VectorQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.Top < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(query), query.Top, "A search needs to ask for at least one hit.");
        }

        Connected state = State;
        return state.Database.RunAsync(
            (connection, token) => new VectorSearch(state.Names, query).RunAsync(connection, state.Settings.IsExact, token), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<IndexMetadata>> GetMetadataAsync(string? repository = null, CancellationToken cancellationToken = default)
    {
        Connected state = State;
        return state.Database.RunAsync(
            (connection, token) => state.Reader.ReadMetadataAsync(connection, repository, token), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<long> CountAsync(RecordFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        Connected state = State;
        return state.Database.RunAsync((connection, token) => state.Reader.CountAsync(connection, filter, token), cancellationToken);
    }

    /// <inheritdoc/>
    public Task DeleteAsync(RecordFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        if (filter.IsEmpty)
        {
            throw new ArgumentException("The filter has no condition. To delete everything, call ClearAsync.", nameof(filter));
        }

        Connected state = State;
        return state.Database.TransactAsync((connection, token) => state.Writer.DeleteAsync(connection, filter, token), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task ClearAsync(string? repository = null, CancellationToken cancellationToken = default)
    {
        Connected state = State;
        await state.Database.TransactAsync(
            (connection, token) => state.Writer.ClearAsync(connection, repository, token), cancellationToken).ConfigureAwait(false);
        await state.Index.ReleaseAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<bool> ExistsAsync(string? repository = null, CancellationToken cancellationToken = default)
    {
        Connected state = State;
        return state.Database.RunAsync((connection, token) => state.Reader.ExistsAsync(connection, repository, token), cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        if (_connected is not null)
        {
            await _connected.Database.DisposeAsync().ConfigureAwait(false);
        }

        _connecting.Dispose();
    }

    private static async IAsyncEnumerable<ChunkRecord> LoadAsync(
        Connected state, RecordFilter filter, RecordParts parts, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        RecordCursor cursor = await RecordCursor.OpenAsync(state.Database, state.Names, filter, parts, cancellationToken).ConfigureAwait(false);
        await using ConfiguredAsyncDisposable _ = cursor.ConfigureAwait(false);
        while (!cursor.IsAtEnd)
        {
            foreach (ChunkRecord record in await cursor.ReadPageAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return record;
            }
        }
    }

    private async Task<Connected> OpenAsync(CancellationToken cancellationToken)
    {
        var settings = PostgresSettings.Read(_context);
        PostgresDatabase database = new(settings);
        try
        {
            CollectionNames names = await new CollectionOpener(database, settings).OpenAsync(cancellationToken).ConfigureAwait(false);
            PostgresStoreLog.Opened(_logger, settings.Collection, settings.Schema, database.Failures.Server);
            return new Connected
            {
                Settings = settings,
                Database = database,
                Names = names,
                Reader = new RepositoryReader(names),
                Writer = new RecordWriter(names),
                Index = new VectorIndex(new IndexCommands(database, names), settings.IndexFrom, _logger),
            };
        }
        catch
        {
            await database.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>What there is once connecting succeeded.</summary>
    private sealed record Connected
    {
        public required PostgresSettings Settings { get; init; }

        public required PostgresDatabase Database { get; init; }

        public required CollectionNames Names { get; init; }

        public required RepositoryReader Reader { get; init; }

        public required RecordWriter Writer { get; init; }

        public required VectorIndex Index { get; init; }
    }
}
