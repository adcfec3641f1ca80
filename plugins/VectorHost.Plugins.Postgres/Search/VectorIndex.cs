using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Npgsql;
using VectorHost.Abstractions;
using VectorHost.Plugins.Postgres.Connections;
using VectorHost.Plugins.Postgres.Tables;

namespace VectorHost.Plugins.Postgres.Search;

/// <summary>
/// Builds the index over vectors of one length (HNSW) once there are enough of them. From then on the server keeps it
/// up with every save.
/// </summary>
/// <param name="database">The database.</param>
/// <param name="names">The tables.</param>
/// <param name="indexFrom">From how many vectors on.</param>
/// <param name="logger">Told of what was built, or why not.</param>
internal sealed class VectorIndex(PostgresDatabase database, CollectionNames names, int indexFrom, ILogger logger)
{
    /// <summary>The longest vectors that pgvector indexes.</summary>
    public const int MaxDimensions = 2_000;

    // Counting costs a read of the table: not after every save.
    private const int RecordsBetweenLooks = 10_000;

    // Well within the time that the host gives to a save, and not while somebody else wants the table for long.
    private const string BuildTimeout = "60s";
    private const string LockTimeout = "5s";

    private readonly ConcurrentDictionary<int, bool> _isSettled = new();
    private int _recordsSinceLook;

    /// <summary>The question whether there is an index that can be used.</summary>
    public static NpgsqlBatchCommand Find(CollectionNames names, int dimensions) => Sql.Statement(
        "SELECT EXISTS (SELECT 1 FROM pg_catalog.pg_index WHERE indexrelid = to_regclass($1) AND indisvalid)",
        Sql.Text($"{names.Schema}.{names.IndexOf(dimensions)}"));

    /// <summary>Builds the index if it is time to, after records were saved; what was saved is saved, whatever comes of this.</summary>
    /// <param name="dimensions">The length of their vectors.</param>
    /// <param name="records">How many.</param>
    /// <param name="isLast">Whether they complete an index.</param>
    /// <param name="cancellationToken">Cancels the building.</param>
    public async Task EnsureAsync(int dimensions, int records, bool isLast, CancellationToken cancellationToken)
    {
        bool isTime = Interlocked.Add(ref _recordsSinceLook, records) >= RecordsBetweenLooks || isLast;
        if (!isTime || dimensions > MaxDimensions || _isSettled.ContainsKey(dimensions))
        {
            return;
        }

        Interlocked.Exchange(ref _recordsSinceLook, 0);
        try
        {
            if (await BuildIfDueAsync(dimensions, cancellationToken).ConfigureAwait(false))
            {
                _isSettled[dimensions] = true;
            }
        }
        catch (VectorStoreException exception)
        {
            // Searching works without. Not tried again by this store: it would fail again, and cost as much.
            _isSettled[dimensions] = true;
            PostgresStoreLog.NotIndexed(logger, dimensions, exception.Message, Statement(dimensions));
        }
    }

    /// <returns>Whether there is nothing left to do.</returns>
    private async Task<bool> BuildIfDueAsync(int dimensions, CancellationToken cancellationToken)
    {
        bool exists = await database.RunAsync(
            connection => connection.ScalarAsync<bool>(Find(names, dimensions), cancellationToken), cancellationToken).ConfigureAwait(false);
        if (exists)
        {
            return true;
        }

        // Far beyond the threshold it would take too long for a save: then it is for an administrator to decide.
        long most = 4L * indexFrom;
        long count = await database.RunAsync(
            connection => connection.ScalarAsync<long>(
                Sql.Statement($"SELECT count(*) FROM (SELECT 1 FROM {names.Chunk} WHERE dimensions = {dimensions} LIMIT {most + 1}) AS counted"), cancellationToken),
            cancellationToken).ConfigureAwait(false);
        if (count < indexFrom)
        {
            return false;
        }

        if (count > most)
        {
            PostgresStoreLog.TooManyToIndex(logger, most, dimensions, Statement(dimensions));
            return true;
        }

        return await BuildAsync(dimensions, count, cancellationToken).ConfigureAwait(false);
    }

    private async Task<bool> BuildAsync(int dimensions, long count, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        bool isBuilt = false;

        // The graph has to fit into this memory, or building takes many times as long. One worker: with more, the
        // memory would be shared memory, of which containers have little.
        long kilobytes = Math.Clamp(count * ((4L * dimensions) + 500) / 1024, 65_536, 1_048_576);
        await database.TransactAsync(
            async connection =>
            {
                bool isAlone = await connection.ScalarAsync<bool>(
                    Sql.Statement("SELECT pg_try_advisory_xact_lock(hashtextextended($1, 2))", Sql.Text(names.LockName)), cancellationToken).ConfigureAwait(false);
                if (isAlone)
                {
                    await connection.ExecuteAsync(
                        cancellationToken,
                        Sql.Statement($"SET LOCAL statement_timeout = '{BuildTimeout}'"),
                        Sql.Statement($"SET LOCAL lock_timeout = '{LockTimeout}'"),
                        Sql.Statement($"SET LOCAL maintenance_work_mem = '{kilobytes}kB'"),
                        Sql.Statement("SET LOCAL max_parallel_maintenance_workers = 0"),
                        Sql.Statement("SET LOCAL client_min_messages = warning"),
                        Sql.Statement(Statement(dimensions))).ConfigureAwait(false);
                    isBuilt = true;
                }
            },
            cancellationToken).ConfigureAwait(false);
        if (isBuilt)
        {
            PostgresStoreLog.Indexed(logger, count, dimensions, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return isBuilt;
    }

    private string Statement(int dimensions) =>
        $"CREATE INDEX IF NOT EXISTS {names.IndexOf(dimensions)} ON {names.Chunk} "
        + $"USING hnsw ((embedding::{names.Vector}({dimensions})) {names.CosineOperators}) WHERE dimensions = {dimensions}";
}
