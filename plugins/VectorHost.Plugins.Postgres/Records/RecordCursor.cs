using System.Data;
using System.Runtime.CompilerServices;
using Npgsql;
using VectorHost.Abstractions;
using VectorHost.Plugins.Postgres.Connections;
using VectorHost.Plugins.Postgres.Tables;

namespace VectorHost.Plugins.Postgres.Records;

/// <summary>
/// Goes through the records that match a filter, page by page, as they were when it began. Holds a connection until it
/// is disposed, and costs the server nothing more when it is left early.
/// </summary>
internal sealed class RecordCursor : IAsyncDisposable
{
    private const int PageRecords = 256;

    private readonly PostgresDatabase _database;
    private readonly NpgsqlConnection _connection;
    private readonly RecordColumns _columns;

    private RecordCursor(PostgresDatabase database, NpgsqlConnection connection, RecordColumns columns)
    {
        _database = database;
        _connection = connection;
        _columns = columns;
    }

    /// <summary>Whether every record has been read.</summary>
    public bool IsAtEnd { get; private set; }

    /// <summary>Begins before the first record.</summary>
    public static async Task<RecordCursor> OpenAsync(
        PostgresDatabase database, CollectionNames names, RecordFilter filter, RecordParts parts, CancellationToken cancellationToken)
    {
        FilterSql condition = new(filter);
        RecordColumns columns = new(parts);
        NpgsqlBatchCommand declare = Sql.Statement(
            $"DECLARE vectorhost_load NO SCROLL CURSOR FOR SELECT {columns.Select} FROM {names.Chunk} AS chunk WHERE {condition.Condition}", condition.Parameters);
        NpgsqlConnection connection = await database.OpenAsync(cancellationToken).ConfigureAwait(false);
        RecordCursor cursor = new(database, connection, columns);
        try
        {
            return await database.TranslateAsync(
                async () =>
                {
                    await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken).ConfigureAwait(false);
                    await connection.ExecuteAsync(cancellationToken, declare).ConfigureAwait(false);
                    return cursor;
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await cursor.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Reads the next records, at most a page of them.</summary>
    public Task<List<ChunkRecord>> ReadPageAsync(CancellationToken cancellationToken) => _database.TranslateAsync(
        async () =>
        {
            List<ChunkRecord> page = new(PageRecords);
            NpgsqlDataReader rows = await _connection.QueryAsync(
                cancellationToken, Sql.Statement($"FETCH {PageRecords} FROM vectorhost_load")).ConfigureAwait(false);
            await using ConfiguredAsyncDisposable _ = rows.ConfigureAwait(false);
            while (await rows.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                page.Add(_columns.Read(rows));
            }

            IsAtEnd = page.Count < PageRecords;
            return page;
        },
        cancellationToken);

    /// <summary>Gives the connection back, which ends its transaction.</summary>
    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
