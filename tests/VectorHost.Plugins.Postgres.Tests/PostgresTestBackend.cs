using System.Net;
using Microsoft.Extensions.Logging;
using Npgsql;
using VectorHost.Abstractions;
using VectorHost.Conformance;
using VectorHost.Plugins.Postgres.Connections;
using VectorHost.TestServers.Faults;
using VectorHost.TestServers.Postgres;

namespace VectorHost.Plugins.Postgres.Tests;

/// <summary>A schema of its own on the shared server, or on another, made by the first store that connects.</summary>
public sealed class PostgresTestBackend : TestBackend, IRemoteTestBackend
{
    private PostgresServer? _server;

    public PostgresTestBackend()
    {
    }

    public PostgresTestBackend(PostgresServer server) => _server = server;

    // Asked for late: where it is not installed, NUnit takes the word for it from a test's set-up, not from a constructor.
    private PostgresServer Server => _server ??= PostgresServer.GetSharedAsync().GetAwaiter().GetResult();

    /// <inheritdoc/>
    public static bool SpeaksHttp => false;

    /// <inheritdoc/>
    EndPoint IRemoteTestBackend.Server => new IPEndPoint(IPAddress.Loopback, Server.Port);

    /// <inheritdoc/>
    public string Secret => PostgresServer.Password;

    /// <summary>The name of the schema, with what needs quoting in it.</summary>
    public string Schema { get; } = $"Test \"{Guid.NewGuid():N}\"";

    /// <summary>The name of the tables, with what needs quoting in it.</summary>
    public string Collection { get; } = "My 'repository'; \"x\"";

    /// <summary>What every store of this backend logged.</summary>
    internal CollectingLogger Log { get; } = new();

    public override IVectorStore CreateStore() => CreateStore([]);

    /// <summary>A store with these keys in its section instead of those that lead to the schema.</summary>
    public IVectorStore CreateStore(Dictionary<string, string?> settings) => new PostgresVectorStore(CreateContext(settings));

    /// <inheritdoc/>
    public IVectorStore CreateStore(FaultProxy proxy, ILoggerFactory loggerFactory) =>
        new PostgresVectorStore(CreateContext(new() { ["port"] = $"{proxy.EndPoint.Port}" }, loggerFactory));

    /// <summary>A connected store with these keys in its section instead of those that lead to the schema.</summary>
    public async Task<IVectorStore> ConnectAsync(Dictionary<string, string?>? settings = null, CancellationToken cancellationToken = default)
    {
        IVectorStore store = CreateStore(settings ?? []);
        try
        {
            await store.ConnectAsync(cancellationToken);
            return store;
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    /// <summary>What the host would give.</summary>
    public VectorStoreContext CreateContext(Dictionary<string, string?> settings, ILoggerFactory? loggerFactory = null)
    {
        Dictionary<string, string?> all = new()
        {
            ["host"] = "127.0.0.1",
            ["port"] = $"{Server.Port}",
            ["username"] = PostgresServer.Username,
            ["password"] = PostgresServer.Password,
            ["schema"] = Schema,
            ["collection"] = Collection,
        };
        foreach ((string key, string? value) in settings)
        {
            all[key] = value;
        }

        return PostgresContexts.Create(all, loggerFactory ?? Log);
    }

    /// <summary>Runs SQL as the administrator.</summary>
    public async Task ExecuteAsync(string sql, string? database = null)
    {
        await using NpgsqlConnection connection = new($"{Server.ConnectionString};Pooling=false" + (database is null ? "" : $";Database={database}"));
        await connection.OpenAsync();
        await connection.ExecuteAsync(CancellationToken.None, Sql.Statement(sql));
    }

    /// <summary>The one value that SQL answers, asked as the administrator.</summary>
    public async Task<T> QueryAsync<T>(string sql)
    {
        await using NpgsqlConnection connection = new($"{Server.ConnectionString};Pooling=false");
        await connection.OpenAsync();
        return (await connection.ScalarAsync<T>(Sql.Statement(sql), CancellationToken.None))!;
    }

    /// <summary>A table of this backend as SQL names it.</summary>
    /// <param name="name"><c>chunk</c> or <c>repository</c>.</param>
    public string Table(string name) => $"{Quote(Schema)}.{Quote($"{Collection}_{name}")}";

    public override async ValueTask DisposeAsync()
    {
        Log.Dispose();
        if (_server is null)
        {
            return;
        }

        await ExecuteAsync($"DROP SCHEMA IF EXISTS {Quote(Schema)} CASCADE");
    }

    private static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
