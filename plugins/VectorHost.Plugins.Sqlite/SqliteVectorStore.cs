using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using VectorHost.Abstractions;
using VectorHost.Plugins.Sqlite.Database;
using VectorHost.Plugins.Sqlite.Records;
using VectorHost.Plugins.Sqlite.Search;

namespace VectorHost.Plugins.Sqlite;

/// <summary>
/// The embedded default: records, vectors and metadata of any number of repositories in one SQLite file, and search over
/// vectors and codes of them held in memory.
/// </summary>
/// <remarks>
/// Every save is one transaction: when it completes all of it is on the disk, and when it fails none of it is. Ids
/// that break ties are ordered as their text is.
/// </remarks>
[VectorStoreBackend("sqlite", DisplayName = "SQLite")]
public sealed class SqliteVectorStore : IVectorStore
{
    private readonly Func<SqliteSettings> _readSettings;
    private readonly ILogger _logger;
    private readonly AsyncGate _lifetime = new();
    private SqliteDatabase? _database;
    private Searcher? _searcher;
    private bool _isDisposed;

    /// <summary>Makes a store; nothing is read or opened before <see cref="ConnectAsync"/>.</summary>
    /// <param name="context">What the host gives.</param>
    public SqliteVectorStore(VectorStoreContext context)
        : this(() => SqliteSettings.Read(context), context.LoggerFactory)
    {
    }

    internal SqliteVectorStore(Func<SqliteSettings> readSettings, ILoggerFactory loggerFactory)
    {
        _readSettings = readSettings;
        _logger = loggerFactory.CreateLogger<SqliteVectorStore>();
    }

    /// <inheritdoc/>
    public StoreLimits Limits { get; } = new()
    {
        MaxBatchRecords = 2_000,
        MaxBatchBytes = 64 << 20,
        MaxDimensions = 65_536,
        MaxTextBytes = 32 << 20,
        IsLocal = true,
    };

    private SqliteDatabase Database => Connected(_database);

    private Searcher Searcher => Connected(_searcher);

    /// <inheritdoc/>
    public async Task ConnectAsync(CancellationToken cancellationToken = default)
    {
        using IDisposable pass = await _lifetime.EnterAsync(cancellationToken).ConfigureAwait(false);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        _database ??= await SqliteDatabase.OpenAsync(_readSettings(), _logger, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        _searcher ??= new Searcher(_database, _logger, TimeProvider.System);
    }

    /// <inheritdoc/>
    public async Task<StoreHealth> CheckHealthAsync(CancellationToken cancellationToken = default)
    {
        SqliteDatabase database = Database;
        string version = SqliteConnection.LibraryVersion;
        if (!File.Exists(database.Path))
        {
            return new StoreHealth { IsHealthy = false, Description = database.Failures.Gone().Message, ServerVersion = version };
        }

        try
        {
            await database.ReadAsync(static connection => RepositoryReader.Exists(connection, repository: null), cancellationToken).ConfigureAwait(false);
            return new StoreHealth
            {
                IsHealthy = !database.IsReadOnly,
                Description = database.IsReadOnly ? database.Failures.ReadOnly().Message : $"SQLite {version}, {database.Path}",
                ServerVersion = version,
            };
        }
        catch (VectorStoreException exception)
        {
            return new StoreHealth { IsHealthy = false, Description = exception.Message, ServerVersion = version };
        }
    }

    /// <inheritdoc/>
    public async Task SaveAsync(IReadOnlyList<ChunkRecord> records, IndexMetadata metadata, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(records);
        ArgumentNullException.ThrowIfNull(metadata);
        Searcher searcher = Searcher;
        await Database.WriteAsync(
            connection => RecordWriter.Save(connection, records, metadata, cancellationToken), cancellationToken).ConfigureAwait(false);
        searcher.NoteSaved(metadata, recordsChanged: records.Count > 0);
        if (records.Count == 0 && metadata.State is IndexState.Complete)
        {
            await searcher.CompleteAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<ChunkRecord> LoadAsync(RecordFilter filter, RecordParts parts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return LoadAsync(Database, filter, parts, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<SearchHit>> SearchAsync(VectorQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.Top < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(query), query.Top, "A search needs to ask for at least one hit.");
        }

        return Searcher.SearchAsync(query, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<IndexMetadata>> GetMetadataAsync(string? repository = null, CancellationToken cancellationToken = default)
    {
        SqliteDatabase database = Database;
        return await database.ReadAsync(
            connection => RepositoryReader.ReadMetadata(connection, repository, database.Failures), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<long> CountAsync(RecordFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return Database.ReadAsync(connection => RepositoryReader.Count(connection, filter), cancellationToken);
    }

    /// <inheritdoc/>
    public Task DeleteAsync(RecordFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        if (filter.IsEmpty)
        {
            throw new ArgumentException("The filter has no condition. To delete everything, call ClearAsync.", nameof(filter));
        }

        Searcher.NoteChanged();
        return Database.WriteAsync(connection => RecordWriter.Delete(connection, filter), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task ClearAsync(string? repository = null, CancellationToken cancellationToken = default)
    {
        Searcher searcher = Searcher;
        await Database.WriteAsync(connection => RecordWriter.Clear(connection, repository), cancellationToken).ConfigureAwait(false);
        await searcher.ForgetAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<bool> ExistsAsync(string? repository = null, CancellationToken cancellationToken = default) =>
        Database.ReadAsync(connection => RepositoryReader.Exists(connection, repository), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        using IDisposable pass = await _lifetime.EnterAsync(CancellationToken.None).ConfigureAwait(false);
        _isDisposed = true;
        if (_searcher is not null)
        {
            await _searcher.CloseAsync().ConfigureAwait(false);
            _searcher = null;
        }

        if (_database is not null)
        {
            await _database.DisposeAsync().ConfigureAwait(false);
        }
    }

    private T Connected<T>(T? part)
        where T : class
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return part ?? throw new InvalidOperationException("ConnectAsync has to complete before the store is used.");
    }

    private static async IAsyncEnumerable<ChunkRecord> LoadAsync(
        SqliteDatabase database, RecordFilter filter, RecordParts parts, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using ReadSnapshot snapshot = await database.BeginReadAsync(cancellationToken).ConfigureAwait(false);
        RecordCursor? cursor = null;
        try
        {
            do
            {
                List<ChunkRecord> page = await snapshot.RunAsync(
                    connection => (cursor ??= RecordCursor.Open(connection, filter, parts)).ReadPage(cancellationToken), cancellationToken).ConfigureAwait(false);
                foreach (ChunkRecord record in page)
                {
                    yield return record;
                }
            }
            while (!cursor!.IsAtEnd);
        }
        finally
        {
            cursor?.Dispose();
        }
    }
}
