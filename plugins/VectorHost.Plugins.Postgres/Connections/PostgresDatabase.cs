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

    /// <summary>Works on a connection of its own.</summary>
    public Task<T> RunAsync<T>(Func<NpgsqlConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken) => CallAsync(
        async call =>
        {
            NpgsqlConnection connection = await OpenAsync(call).ConfigureAwait(false);
            await using ConfiguredAsyncDisposable _ = connection.ConfigureAwait(false);
            return await work(connection, call.Token).ConfigureAwait(false);
        },
        cancellationToken);

    /// <summary>Works on a connection of its own, all or nothing.</summary>
    public Task TransactAsync(Func<NpgsqlConnection, CancellationToken, Task> work, CancellationToken cancellationToken) => RunAsync(
        async (connection, token) =>
        {
            NpgsqlTransaction transaction = await connection.BeginTransactionAsync(token).ConfigureAwait(false);
            await using ConfiguredAsyncDisposable _ = transaction.ConfigureAwait(false);
            await work(connection, token).ConfigureAwait(false);
            await transaction.CommitAsync(token).ConfigureAwait(false);
            return true;
        },
        cancellationToken);

    /// <summary>Takes a connection out of the pool and begins to work on it; what works goes on for several calls.</summary>
    /// <param name="begin">The first work, which gives back what holds the connection from then on.</param>
    /// <param name="cancellationToken">Cancels taking and beginning.</param>
    public Task<T> BeginAsync<T>(Func<NpgsqlConnection, CancellationToken, Task<T>> begin, CancellationToken cancellationToken) => CallAsync(
        async call =>
        {
            NpgsqlConnection connection = await OpenAsync(call).ConfigureAwait(false);
            try
            {
                T begun = await begin(connection, call.Token).ConfigureAwait(false);

                // Where nobody waits any more, nobody would give the connection back.
                call.Token.ThrowIfCancellationRequested();
                return begun;
            }
            catch
            {
                await connection.DisposeAsync().ConfigureAwait(false);
                throw;
            }
        },
        cancellationToken);

    /// <summary>Works on a connection that was taken before.</summary>
    public Task<T> ContinueAsync<T>(NpgsqlConnection connection, Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken) => CallAsync(
        call =>
        {
            call.Use(connection);
            return work(call.Token);
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private async Task<NpgsqlConnection> OpenAsync(InterruptibleCall call)
    {
        NpgsqlConnection connection = await _source.OpenConnectionAsync(call.Token).ConfigureAwait(false);
        try
        {
            call.Use(connection);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Makes failures the contract's, and cancellation plain.</summary>
    private async Task<T> CallAsync<T>(Func<InterruptibleCall, Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await InterruptibleCall.RunAsync(work, cancellationToken).ConfigureAwait(false);
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
        if (!connection.ShouldSerialize("Maximum Pool Size"))
        {
            complete.MaxPoolSize = 20;
        }

        return complete;
    }
}
