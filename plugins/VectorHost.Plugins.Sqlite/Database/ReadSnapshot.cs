namespace VectorHost.Plugins.Sqlite.Database;

/// <summary>
/// A connection within a read transaction: whatever others write meanwhile, it sees the database as of its beginning.
/// Dispose it soon: while it lives, the write-ahead log cannot be merged past its moment, and grows.
/// </summary>
internal sealed class ReadSnapshot(SqliteDatabase database, SqliteConnection connection) : IDisposable
{
    /// <summary>Makes messages about the database.</summary>
    public SqliteFailures Failures => database.Failures;

    /// <summary>Reads on the thread pool; one call after the other.</summary>
    public Task<T> RunAsync<T>(Func<SqliteConnection, T> read, CancellationToken cancellationToken) =>
        Task.Run(() => database.Run(connection, read, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => database.ReturnReader(connection);
}
