using Npgsql;
using VectorHost.Plugins.Postgres.Connections;
using VectorHost.TestServers.Postgres;

namespace VectorHost.Plugins.Postgres.Tests;

/// <summary>Somebody who holds a backend's tables, so that whatever touches them waits until this is disposed.</summary>
internal sealed class TableLock : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;

    private TableLock(NpgsqlConnection connection) => _connection = connection;

    /// <summary>Holds both tables: nobody reads or writes them.</summary>
    public static Task<TableLock> TakeAsync(PostgresTestBackend backend) =>
        TakeAsync($"LOCK TABLE {backend.Table("repository")}, {backend.Table("chunk")} IN ACCESS EXCLUSIVE MODE");

    /// <summary>Holds what is known of repositories: nobody changes it.</summary>
    public static Task<TableLock> TakeRowAsync(PostgresTestBackend backend) => TakeAsync($"SELECT FROM {backend.Table("repository")} FOR UPDATE");

    private static async Task<TableLock> TakeAsync(string sql)
    {
        NpgsqlConnection connection = new($"{(await PostgresServer.GetSharedAsync()).ConnectionString};Pooling=false");
        await connection.OpenAsync();
        await connection.BeginTransactionAsync();
        await connection.ExecuteAsync(CancellationToken.None, Sql.Statement(sql));
        return new TableLock(connection);
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
