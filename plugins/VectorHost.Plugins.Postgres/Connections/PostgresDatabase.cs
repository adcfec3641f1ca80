using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Npgsql;

namespace VectorHost.Plugins.Postgres.Connections;

/// <summary>A pool of connections to one database; all that goes wrong on them comes out as the contract wants it.</summary>
internal sealed class PostgresDatabase : IAsyncDisposable
{
    private readonly NpgsqlDataSource _source;

    /// <summary>Makes the pool; nothing is connected yet.</summary>
    public PostgresDatabase(PostgresSettings settings)
    {
        QuietMetrics.Ensure();
        Failures = new PostgresFailures(settings);

        // The slim builder brings nothing that needs reflection, and a data source of its own has no part in Npgsql's
        // static pools.
        NpgsqlSlimDataSourceBuilder builder = new(Complete(settings.Connection).ConnectionString);
        builder.EnableArrays();
        builder.EnableTransportSecurity();

        // Only built-in types are sent and received: the server's list of types need not be read.
        builder.ConfigureTypeLoading(static types => types.EnableTypeLoading(false));
        _source = builder.Build();
    }

    /// <summary>Makes messages about the database.</summary>
    public PostgresFailures Failures { get; }

    /// <summary>Takes a connection out of the pool; dispose it to put it back.</summary>
    public Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken) =>
        TranslateAsync(async () => await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false), cancellationToken);

    /// <summary>Works on a connection of its own.</summary>
    public Task<T> RunAsync<T>(Func<NpgsqlConnection, Task<T>> work, CancellationToken cancellationToken) => TranslateAsync(
        async () =>
        {
            NpgsqlConnection connection = await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            await using ConfiguredAsyncDisposable _ = connection.ConfigureAwait(false);
            return await work(connection).ConfigureAwait(false);
        },
        cancellationToken);

    /// <summary>Works on a connection of its own, all or nothing.</summary>
    public Task TransactAsync(Func<NpgsqlConnection, Task> work, CancellationToken cancellationToken) => RunAsync(
        async connection =>
        {
            NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            await using ConfiguredAsyncDisposable _ = transaction.ConfigureAwait(false);
            await work(connection).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            return true;
        },
        cancellationToken);

    /// <summary>Makes failures the contract's, and cancellation plain.</summary>
    public async Task<T> TranslateAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (Exception exception) when (cancellationToken.IsCancellationRequested && exception is OperationCanceledException or NpgsqlException)
        {
            // Npgsql's own carries the server's answer, of a type that the host does not know.
            throw new OperationCanceledException(cancellationToken);
        }
        catch (Exception exception) when (exception is NpgsqlException or IOException or TimeoutException or SocketException)
        {
            throw Failures.From(exception);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _source.DisposeAsync();

    /// <summary>What the plugin relies on, whatever the user's connection string says.</summary>
    private static NpgsqlConnectionStringBuilder Complete(NpgsqlConnectionStringBuilder connection)
    {
        NpgsqlConnectionStringBuilder complete = new(connection.ConnectionString)
        {
            // The host limits calls in time. Cancelling asks the server first, and gives it this long.
            CommandTimeout = 0,
            CancellationTimeout = 500,

            // Everything that is set is set for a transaction only, and the staging table is worth keeping.
            NoResetOnClose = true,
            Multiplexing = false,
            Enlist = false,

            GssEncryptionMode = GssEncryptionMode.Disable,
            IncludeErrorDetail = false,
            LogParameters = false,
            PersistSecurityInfo = false,
        };
        complete.ApplicationName ??= "VectorHost";
        if (!connection.ContainsKey("Maximum Pool Size"))
        {
            complete.MaxPoolSize = 20;
        }

        return complete;
    }
}
