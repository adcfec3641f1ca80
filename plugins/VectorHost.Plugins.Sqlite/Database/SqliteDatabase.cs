using Microsoft.Extensions.Logging;
using VectorHost.Abstractions;

namespace VectorHost.Plugins.Sqlite.Database;

/// <summary>
/// The database file in use: one connection that writes, behind a queue, and as many that read as there are readers
/// at the same time, of which a few are kept for the next.
/// </summary>
/// <remarks>
/// SQLite's calls block, so they run on the thread pool; waiting for another process's lock does not block, and can be
/// cancelled. In write-ahead mode readers wait for nobody.
/// </remarks>
internal sealed class SqliteDatabase : IAsyncDisposable
{
    private const int IdleReaders = 4;

    private readonly SqliteSettings _settings;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly DatabaseOpener _opener;
    private readonly AsyncGate _writing = new();
    private readonly Lock _gate = new();
    private readonly Stack<SqliteConnection> _idleReaders = [];
    private SqliteConnection? _writer;
    private SqliteAccess _access;
    private bool _isDisposed;

    private SqliteDatabase(SqliteSettings settings, ILogger logger, TimeProvider time)
    {
        _settings = settings;
        _logger = logger;
        _time = time;
        Failures = new SqliteFailures(settings);
        _opener = new DatabaseOpener(settings, Failures);
    }

    /// <summary>The settings that it was opened with.</summary>
    public SqliteSettings Settings => _settings;

    /// <summary>The database file.</summary>
    public string Path => _settings.Path;

    /// <summary>Whether nothing can be saved.</summary>
    public bool IsReadOnly => _access is not SqliteAccess.ReadWrite;

    /// <summary>Makes messages about this database.</summary>
    public SqliteFailures Failures { get; }

    /// <summary>Opens the file, making it where it is missing.</summary>
    /// <exception cref="VectorStoreException">It cannot be used.</exception>
    public static async Task<SqliteDatabase> OpenAsync(
        SqliteSettings settings, ILogger logger, TimeProvider time, CancellationToken cancellationToken)
    {
        SqliteDatabase database = new(settings, logger, time);
        await Task.Run(
            () => database.RetryWhileBusyAsync(database.TryOpen, cancellationToken), cancellationToken).ConfigureAwait(false);
        SqliteStoreLog.Opened(logger, settings.Path, database._access, SqliteConnection.LibraryVersion);
        return database;
    }

    /// <summary>Begins to read: everything that is read through the snapshot is of one moment.</summary>
    public Task<ReadSnapshot> BeginReadAsync(CancellationToken cancellationToken) =>
        Task.Run(async () => new ReadSnapshot(this, await BeginAsync(cancellationToken).ConfigureAwait(false)), cancellationToken);

    /// <summary>Reads in one go.</summary>
    public Task<T> ReadAsync<T>(Func<SqliteConnection, T> read, CancellationToken cancellationToken) => Task.Run(
        async () =>
        {
            SqliteConnection connection = await BeginAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                return Run(connection, read, cancellationToken);
            }
            finally
            {
                ReturnReader(connection);
            }
        },
        cancellationToken);

    /// <summary>Writes in one transaction: all of it is durable when this completes, or nothing of it happened.</summary>
    public async Task WriteAsync(Action<SqliteConnection> write, CancellationToken cancellationToken)
    {
        using IDisposable pass = await _writing.EnterAsync(cancellationToken).ConfigureAwait(false);
        ThrowIfDisposed();
        SqliteConnection writer = _writer ?? throw Failures.ReadOnly();
        await Task.Run(() => TransactAsync(writer, write, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        using IDisposable pass = await _writing.EnterAsync(CancellationToken.None).ConfigureAwait(false);
        lock (_gate)
        {
            _isDisposed = true;
            while (_idleReaders.TryPop(out SqliteConnection? reader))
            {
                reader.Dispose();
            }
        }

        // The last connection to close merges the log into the file and removes it.
        _writer?.Dispose();
        _writer = null;
    }

    /// <summary>Runs SQLite calls: what it reports becomes a failure that the host knows, and a cancelled token ends it.</summary>
    internal T Run<T>(SqliteConnection connection, Func<SqliteConnection, T> work, CancellationToken cancellationToken)
    {
        using CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(
            static connection => ((SqliteConnection)connection!).Interrupt(), connection);
        try
        {
            return work(connection);
        }
        catch (SqliteException exception)
        {
            if (exception.IsInterrupted)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            throw Failures.From(exception);
        }
    }

    /// <summary>Takes back a connection that <see cref="BeginReadAsync"/> gave out.</summary>
    internal void ReturnReader(SqliteConnection connection)
    {
        connection.Rollback();
        lock (_gate)
        {
            if (!_isDisposed && _idleReaders.Count < IdleReaders)
            {
                _idleReaders.Push(connection);
                return;
            }
        }

        connection.Dispose();
    }

    private bool TryOpen()
    {
        try
        {
            (SqliteConnection connection, _access) = _opener.OpenFirst();
            if (IsReadOnly)
            {
                _idleReaders.Push(connection);
            }
            else
            {
                _writer = connection;
            }

            return true;
        }
        catch (SqliteException exception) when (exception.IsBusy)
        {
            return false;
        }
        catch (SqliteException exception)
        {
            throw Failures.From(exception);
        }
    }

    private SqliteConnection RentReader()
    {
        lock (_gate)
        {
            ThrowIfDisposed();
            if (_idleReaders.TryPop(out SqliteConnection? reader))
            {
                return reader;
            }
        }

        return _opener.OpenReader(_access);
    }

    private async Task<SqliteConnection> BeginAsync(CancellationToken cancellationToken)
    {
        SqliteConnection? connection = null;
        await RetryWhileBusyAsync(() => (connection = TryBeginRead(cancellationToken)) is not null, cancellationToken).ConfigureAwait(false);
        return connection!;
    }

    /// <returns>Null where another process is just opening, closing or repairing the file: the one thing readers wait for.</returns>
    private SqliteConnection? TryBeginRead(CancellationToken cancellationToken)
    {
        SqliteConnection? connection = null;
        try
        {
            connection = RentReader();

            // The first statement that reads is what takes the snapshot.
            if (Run(connection, static connection => connection.TryRun("BEGIN") && connection.TryRun("SELECT 1 FROM sqlite_schema LIMIT 1"), cancellationToken))
            {
                return connection;
            }

            ReturnReader(connection);
            return null;
        }
        catch (SqliteException exception) when (exception.IsBusy)
        {
            return null;
        }
        catch (SqliteException exception)
        {
            throw Failures.From(exception);
        }
        catch
        {
            connection?.Dispose();
            throw;
        }
    }

    private async Task TransactAsync(SqliteConnection writer, Action<SqliteConnection> write, CancellationToken cancellationToken)
    {
        await RetryWhileBusyAsync(
            () => Run(writer, static writer => writer.TryRun("BEGIN IMMEDIATE"), cancellationToken), cancellationToken).ConfigureAwait(false);
        try
        {
            Run(writer, Do(write), cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            Run(writer, Do(static connection => connection.Execute("COMMIT")), CancellationToken.None);
        }
        finally
        {
            writer.Rollback();
        }
    }

    private static Func<SqliteConnection, bool> Do(Action<SqliteConnection> action) => connection =>
    {
        action(connection);
        return true;
    };

    /// <summary>SQLite's own waiting blocks its thread and cannot be cancelled, hence this one.</summary>
    private async Task RetryWhileBusyAsync(Func<bool> attempt, CancellationToken cancellationToken)
    {
        long started = _time.GetTimestamp();
        TimeSpan pause = TimeSpan.FromMilliseconds(2);
        TimeSpan longestPause = TimeSpan.FromMilliseconds(50);
        for (int attempts = 0; !attempt(); attempts++)
        {
            if (_time.GetElapsedTime(started) >= _settings.BusyTimeout)
            {
                throw Failures.Busy();
            }

            if (attempts == 0)
            {
                SqliteStoreLog.Waiting(_logger, Path);
            }

            await Task.Delay(pause, _time, cancellationToken).ConfigureAwait(false);
            pause = pause < longestPause ? pause * 2 : longestPause;
        }
    }

    private void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_isDisposed, typeof(SqliteVectorStore));
}
