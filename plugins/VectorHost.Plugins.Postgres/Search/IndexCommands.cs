using System.Globalization;
using System.Runtime.CompilerServices;
using Npgsql;
using VectorHost.Plugins.Postgres.Connections;
using VectorHost.Plugins.Postgres.Tables;

namespace VectorHost.Plugins.Postgres.Search;

/// <summary>What can be done about the indexes over a collection's vectors; when is decided elsewhere.</summary>
/// <param name="database">The database.</param>
/// <param name="names">The tables.</param>
internal sealed class IndexCommands(PostgresDatabase database, CollectionNames names)
{
    // Well within the time that the host gives to a save, and not while somebody else wants the table for long.
    private const string BuildTimeout = "60s";
    private const string LockTimeout = "5s";

    /// <summary>The question whether there is an index over vectors of this length that can be used.</summary>
    public static NpgsqlBatchCommand Exists(CollectionNames names, int dimensions) => Sql.Statement(
        "SELECT EXISTS (SELECT 1 FROM pg_catalog.pg_index WHERE indexrelid = to_regclass($1) AND indisvalid)",
        Sql.Text($"{names.Schema}.{names.IndexOf(dimensions)}"));

    /// <summary>The statement that builds an index, also for people.</summary>
    public string Create(int dimensions) =>
        $"CREATE INDEX IF NOT EXISTS {names.IndexOf(dimensions)} ON {names.Chunk} "
        + $"USING hnsw ((embedding::{names.Vector}({dimensions})) {names.CosineOperators}) WHERE dimensions = {dimensions}";

    /// <summary>Whether there is an index over vectors of this length, or building one has been given up.</summary>
    public Task<bool> IsSettledAsync(int dimensions, CancellationToken cancellationToken) => database.RunAsync(
        async (connection, token) => await connection.ScalarAsync<bool>(Exists(names, dimensions), token).ConfigureAwait(false)
            || await connection.ScalarAsync<bool>(
                Sql.Statement(
                    """
                    SELECT coalesce(col_description(attrelid, attnum) = $2, false) FROM pg_catalog.pg_attribute
                    WHERE attrelid = to_regclass($1) AND attname = 'embedding'
                    """,
                    Sql.Text(names.Chunk),
                    Sql.Text(GivenUp(dimensions))),
                token).ConfigureAwait(false),
        cancellationToken);

    /// <summary>Leaves a note in the database that building took too long, so that nobody tries again.</summary>
    public Task GiveUpAsync(int dimensions, CancellationToken cancellationToken) => database.TransactAsync(
        (connection, token) => connection.ExecuteAsync(token, Sql.Statement($"COMMENT ON COLUMN {names.Chunk}.embedding IS '{GivenUp(dimensions)}'")),
        cancellationToken);

    /// <summary>How many vectors of this length there are, or <paramref name="most"/> if more.</summary>
    public Task<long> CountAsync(int dimensions, long most, CancellationToken cancellationToken) => database.RunAsync(
        (connection, token) => connection.ScalarAsync<long>(
            Sql.Statement($"SELECT count(*) FROM (SELECT 1 FROM {names.Chunk} WHERE dimensions = {dimensions} LIMIT {most}) AS counted"), token),
        cancellationToken);

    /// <summary>Builds an index, unless another user of the collection is about to.</summary>
    /// <returns>Whether it was built.</returns>
    public async Task<bool> TryBuildAsync(int dimensions, long count, CancellationToken cancellationToken)
    {
        // The graph has to fit into this memory, or building takes many times as long. One worker: for several it
        // would be shared memory, of which containers have little.
        long kilobytes = Math.Clamp(count * ((4L * dimensions) + 500) / 1024, 65_536, 1_048_576);
        bool isBuilt = false;
        await database.TransactAsync(
            async (connection, token) =>
            {
                bool isAlone = await connection.ScalarAsync<bool>(
                    Sql.Statement("SELECT pg_try_advisory_xact_lock(hashtextextended($1, 2))", Sql.Text(names.LockName)), token).ConfigureAwait(false);
                if (isAlone)
                {
                    await connection.ExecuteAsync(
                        token,
                        Sql.Statement($"SET LOCAL statement_timeout = '{BuildTimeout}'"),
                        Sql.Statement($"SET LOCAL lock_timeout = '{LockTimeout}'"),
                        Sql.Statement($"SET LOCAL maintenance_work_mem = '{kilobytes}kB'"),
                        Sql.Statement("SET LOCAL max_parallel_maintenance_workers = 0"),
                        Sql.Statement("SET LOCAL client_min_messages = warning"),
                        Sql.Statement(Create(dimensions))).ConfigureAwait(false);
                    isBuilt = true;
                }
            },
            cancellationToken).ConfigureAwait(false);
        return isBuilt;
    }

    /// <summary>The lengths of the vectors that there are indexes over.</summary>
    public Task<List<int>> FindAllAsync(CancellationToken cancellationToken) => database.RunAsync(
        async (connection, token) =>
        {
            List<int> found = [];
            NpgsqlDataReader rows = await connection.QueryAsync(token, Sql.Statement(
                """
                SELECT relname::text FROM pg_catalog.pg_index JOIN pg_catalog.pg_class ON pg_class.oid = indexrelid
                WHERE indrelid = to_regclass($1) AND starts_with(relname::text, $2)
                """,
                Sql.Text(names.Chunk),
                Sql.Text(names.IndexPrefix))).ConfigureAwait(false);
            await using ConfiguredAsyncDisposable _ = rows.ConfigureAwait(false);
            while (await rows.ReadAsync(token).ConfigureAwait(false))
            {
                if (int.TryParse(rows.GetString(0).AsSpan(names.IndexPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int dimensions))
                {
                    found.Add(dimensions);
                }
            }

            return found;
        },
        cancellationToken);

    /// <summary>Removes an index.</summary>
    public Task DropAsync(int dimensions, CancellationToken cancellationToken) => database.TransactAsync(
        (connection, token) => connection.ExecuteAsync(
            token,
            Sql.Statement($"SET LOCAL lock_timeout = '{LockTimeout}'"),
            Sql.Statement("SET LOCAL client_min_messages = warning"),
            Sql.Statement($"DROP INDEX IF EXISTS {names.Schema}.{names.IndexOf(dimensions)}")),
        cancellationToken);

    private static string GivenUp(int dimensions) => $"Indexing vectors of {dimensions} dimensions took longer than {BuildTimeout}.";
}
