using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using VectorHost.Abstractions;
using VectorHost.Hosting.Lifetime;
using VectorHost.Hosting.Loading;

namespace VectorHost.Hosting.Isolation;

/// <summary>
/// The store that one version of a plugin made, with the calls that are inside it. A guarded store has one at a time, and
/// gets another when its plugin is reloaded.
/// </summary>
internal sealed class StoreGeneration : IAsyncDisposable
{
    private readonly string _backend;
    private readonly PluginHostOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CallsInFlight _calls = new();
    private readonly Lock _gate = new();
    private IVectorStore? _store;
    private Task? _disposal;

    /// <summary>Takes over a store, and the rent of its plugin.</summary>
    public StoreGeneration(
        IVectorStore store, string backend, LoadedPlugin plugin, PluginHostOptions options, TimeProvider time, ILogger logger)
    {
        _store = store;
        _backend = backend;
        Plugin = plugin;
        _options = options;
        _time = time;
        _logger = logger;
        Border = new ExceptionBorder(backend, plugin, logger);
    }

    /// <summary>Who made it.</summary>
    public LoadedPlugin Plugin { get; }

    /// <summary>Where its exceptions end.</summary>
    public ExceptionBorder Border { get; }

    /// <summary>The guarded store that it serves, or will serve; set before anybody else knows it.</summary>
    public GuardedVectorStore? Owner { get; set; }

    /// <summary>Lets a call in, unless it is being closed.</summary>
    /// <returns>The store, until <see cref="Exit"/>.</returns>
    public IVectorStore? TryEnter() => _calls.TryEnter() ? _store : null;

    /// <summary>Notes that a call has left.</summary>
    public void Exit() => _calls.Exit();

    /// <summary>Connects, within the limit.</summary>
    /// <param name="store">What <see cref="TryEnter"/> gave; it is left when the store is done, or has given up.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task ConnectAsync(IVectorStore store, CancellationToken cancellationToken)
    {
        var cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);

        // On a thread of the pool, since a store that blocks before its first await would block the limit as well.
        Task connecting = Task.Run(() => RunConnectAsync(store, cancellation), CancellationToken.None);
        try
        {
            await connecting.WaitAsync(_options.ConnectTimeout, _time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException) when (!connecting.IsCompleted)
        {
            // What the store does when it hears of it is code of the plugin: it may throw or hang, or be done by now.
            GiveUp(Task.Run(cancellation.CancelAsync, CancellationToken.None), "the end of an attempt to connect");
            GiveUp(connecting, "an attempt to connect");
            throw new VectorStoreException(
                StoreFailureKind.TimedOut,
                $"The backend '{_backend}' did not connect within {_options.ConnectTimeout.TotalSeconds:0.###} seconds: check that its server is reachable.")
            {
                Backend = _backend,
                Operation = StoreOperations.Connect,
            };
        }
        catch (Exception exception)
        {
            GiveUp(connecting, "an attempt to connect");
            throw Border.Translate(exception, StoreOperations.Connect, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => new(CloseAsync(_options.DisposeTimeout));

    /// <summary>Lets calls in flight finish, closes the store, and gives the plugin back; each within its limit.</summary>
    /// <param name="drainTimeout">How long calls in flight may take.</param>
    public Task CloseAsync(TimeSpan drainTimeout)
    {
        lock (_gate)
        {
            return _disposal ??= Task.Run(() => RunCloseAsync(drainTimeout));
        }
    }

    private async Task RunConnectAsync(IVectorStore store, CancellationTokenSource cancellation)
    {
        using var scope = PluginLoadContext.EnterNeutral();
        try
        {
            await store.ConnectAsync(cancellation.Token).ConfigureAwait(false);
        }
        finally
        {
            // Not before the store is done with it, which may be after the caller gave up.
            cancellation.Dispose();
            Exit();
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "Closing must go on, whatever the plugin does.")]
    private async Task RunCloseAsync(TimeSpan drainTimeout)
    {
        try
        {
            await _calls.Close().WaitAsync(drainTimeout, _time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            HostingLog.ClosedWhileBusy(_logger, _backend, _calls.Count);
            Plugin.Holders.Add(_calls, _backend);
        }

        IVectorStore store = _store!;
        _store = null;
        Task closing = Task.Run(async () => await store.DisposeAsync().ConfigureAwait(false));
        try
        {
            await closing.WaitAsync(_options.DisposeTimeout, _time).ConfigureAwait(false);
        }
        catch (TimeoutException) when (!closing.IsCompleted)
        {
            GiveUp(closing, "an attempt to close it");
            HostingLog.DisposalHung(_logger, _backend, _options.DisposeTimeout.TotalSeconds);
        }
        catch (Exception exception)
        {
            HostingLog.DisposalFailed(_logger, _backend, FailureText.Describe(exception));
            Plugin.Holders.Add($"The backend '{_backend}' failed while it was closed, and may not have let go of everything.");
        }
        finally
        {
            Plugin.Return(this);
        }
    }

    // Whoever was given up on may fail later; nobody is interested any more.
    private void GiveUp(Task task, string what)
    {
        Plugin.Holders.Add(task, $"Of the backend '{_backend}', {what} was given up on and is still running.");
        _ = task.ContinueWith(
            static finished => finished.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
    }
}
