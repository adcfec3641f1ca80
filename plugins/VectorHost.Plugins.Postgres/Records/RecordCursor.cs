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
    private readonly NpgsqlTransaction _transaction;
    private readonly RecordColumns _columns;

    private RecordCursor(PostgresDatabase database, NpgsqlTransaction transaction, RecordColumns columns)
    {
        _database = database;
        _connection = transaction.Connection!;
        _transaction = transaction;
        _columns = columns;
    }

    /// <summary>Whether every record has been read.</summary>
    public bool IsAtEnd { get; private set; }

    /// <summary>Begins before the first record.</summary>
    public static Task<RecordCursor> OpenAsync(
        PostgresDatabase database, CollectionNames names, RecordFilter filter, RecordParts parts, CancellationToken cancellationToken)
    {
        FilterSql condition = new(filter);
        RecordColumns columns = new(parts);
        NpgsqlBatchCommand declare = Sql.Statement(
            $"DECLARE vectorhost_load NO SCROLL CURSOR FOR SELECT {columns.Select} FROM {names.Chunk} AS chunk WHERE {condition.Condition}", condition.Parameters);
        return database.BeginAsync(
            async (connection, token) =>
            {
                NpgsqlTransaction transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, token).ConfigureAwait(false);
                await connection.ExecuteAsync(token, declare).ConfigureAwait(false);
                return new RecordCursor(database, transaction, columns);
            },
            cancellationToken);
    }

    /// <summary>Reads the next records, at most a page of them.</summary>
    public Task<List<ChunkRecord>> ReadPageAsync(CancellationToken cancellationToken) => _database.ContinueAsync(
        _connection,
        async token =>
        {
            List<ChunkRecord> page = await FetchAsync(token).ConfigureAwait(false);
            if (page.Count < PageRecords)
            {
                // Here, where a server that has gone is a failure, and not left to disposing, where it would be nothing.
                await _transaction.CommitAsync(token).ConfigureAwait(false);
                IsAtEnd = true;
            }

            return page;
        },
        cancellationToken);

    /// <summary>Gives the connection back, which ends its transaction where that goes on.</summary>
    public ValueTask DisposeAsync() => InterruptibleCall.CloseAsync(_connection);

    private async Task<List<ChunkRecord>> FetchAsync(CancellationToken cancellationToken)
    {
        List<ChunkRecord> page = new(PageRecords);
        NpgsqlDataReader rows = await _connection.QueryAsync(
            cancellationToken, Sql.Statement($"FETCH {PageRecords} FROM vectorhost_load")).ConfigureAwait(false);
        await using ConfiguredAsyncDisposable _ = rows.ConfigureAwait(false);
        while (await rows.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            page.Add(_columns.Read(rows));
        }

        return page;
    }
}
