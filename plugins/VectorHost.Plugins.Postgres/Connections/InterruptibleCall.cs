using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using Npgsql;

namespace VectorHost.Plugins.Postgres.Connections;

/// <summary>A call of Npgsql that ends soon after it was cancelled, whatever the network does.</summary>
/// <remarks>
/// Npgsql asks the server over a second connection to end the statement, on the thread that cancels, and waits as long as
/// connecting may take. Where the network is stalled that is far too long: so it is asked beside the call, then the
/// socket is closed, which the server notices too, and in the end the call is left to itself. Whatever it was at, it has
/// a token that is cancelled: it begins nothing more, commits nothing, and gives its connection back.
/// </remarks>
[SuppressMessage("Design", "CA1001", Justification = "The source has neither timer nor handle, and the call may outlast whoever would dispose of it.")]
internal sealed class InterruptibleCall
{
    /// <summary>How long the server may take to end what it is asked to end; and the call, once its socket is closed.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);

    private readonly CancellationTokenSource _source = new();
    private volatile Socket? _socket;

    private InterruptibleCall()
    {
    }

    /// <summary>For Npgsql; nobody else cancels it, and never on a thread of the caller's.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Works, and ends soon after <paramref name="cancellationToken"/> is cancelled.</summary>
    /// <exception cref="OperationCanceledException">Cancelled; the work has ended, or will without being seen.</exception>
    public static async Task<T> RunAsync<T>(Func<InterruptibleCall, Task<T>> work, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        InterruptibleCall call = new();
        Task<T> running = work(call);
        await ((Task)running).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!running.IsCompleted)
        {
            await call.InterruptAsync(running).ConfigureAwait(false);
        }

        if (running.IsCompleted)
        {
            return await running.ConfigureAwait(false);
        }

        throw new OperationCanceledException(cancellationToken);
    }

    /// <summary>Says which connection the call works on.</summary>
    /// <exception cref="OperationCanceledException">The call has been cancelled meanwhile.</exception>
    public void Use(NpgsqlConnection connection)
    {
        _socket = ConnectionSocket.Of(connection);
        Token.ThrowIfCancellationRequested();
    }

    /// <summary>Closes a connection, by force where that takes long.</summary>
    public static async ValueTask CloseAsync(NpgsqlConnection connection)
    {
        Socket? socket = ConnectionSocket.Of(connection);
        Task closing = connection.DisposeAsync().AsTask();
        if (!await EndsSoonAsync(closing).ConfigureAwait(false))
        {
            socket?.Dispose();
            await EndsSoonAsync(closing).ConfigureAwait(false);
        }

        _ = ForgetAsync(closing);
    }

    private async Task InterruptAsync(Task running)
    {
        Task asking = _source.CancelAsync();
        if (!await EndsSoonAsync(running).ConfigureAwait(false))
        {
            _socket?.Dispose();
            await EndsSoonAsync(running).ConfigureAwait(false);
        }

        _ = ForgetAsync(asking);
        _ = ForgetAsync(running);
    }

    private static async Task<bool> EndsSoonAsync(Task task) =>
        await Task.WhenAny(task, Task.Delay(Patience, TimeProvider.System)).ConfigureAwait(false) == task;

    /// <summary>Lets a task end as it will, without anybody being told that nobody looked.</summary>
    private static async Task ForgetAsync(Task task) => await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
