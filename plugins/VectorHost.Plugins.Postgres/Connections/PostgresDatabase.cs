using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Npgsql;
using VectorHost.Abstractions;

namespace VectorHost.Plugins.Postgres.Connections;

/// <summary>A pool of connections to one database; all that goes wrong on them comes out as the contract wants it.</summary>
internal sealed class PostgresDatabase : IAsyncDisposable
{
    /// <summary>
    /// How long the first connection may take, unless the user says otherwise. A server of another kind may wait for ever for
    /// what it would understand; one of the right kind greets at once, however busy it is.
    /// </summary>
    private static readonly TimeSpan PatienceWithStrangers = TimeSpan.FromSeconds(5);

    private readonly NpgsqlDataSource _source;
    private readonly TimeSpan _patience;

    /// <summary>Makes the pool; nothing is connected yet.</summary>
    public PostgresDatabase(PostgresSettings settings)
    {
        QuietMetrics.Ensure();
        Failures = new PostgresFailures(settings);
        _patience = settings.Connection.ShouldSerialize("Timeout") ? TimeSpan.FromSeconds(settings.Connection.Timeout) : PatienceWithStrangers;

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

    /// <summary>Opens the first connection, which stays in the pool: whether there is a server at all shows within seconds.</summary>
    /// <exception cref="VectorStoreException">There is none, or it does not let us in.</exception>
    public async Task GreetAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenSource patience = new(_patience, TimeProvider.System);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            await RunAsync(static (_, _) => Task.FromResult(true), either.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is OperationCanceledException or VectorStoreException { Kind: StoreFailureKind.TimedOut })
        {
            // Where the user gave a time-out, Npgsql keeps it as well, and may be first.
            cancellationToken.ThrowIfCancellationRequested();
            throw Failures.NotGreeted(_patience);
        }
    }

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
