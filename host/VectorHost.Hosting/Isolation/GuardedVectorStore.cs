using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using VectorHost.Abstractions;
using VectorHost.Hosting.Lifetime;
using VectorHost.Hosting.Loading;

namespace VectorHost.Hosting.Isolation;

/// <summary>
/// A plugin's store as the rest of the host sees it: failures are translated, connecting and closing have a limit, and
/// what comes out holds nothing of the plugin.
/// </summary>
internal sealed class GuardedVectorStore : IVectorStore
{
    private readonly string _backend;
    private readonly LoadedPlugin _plugin;
    private readonly PluginHostOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ExceptionBorder _border;
    private readonly CallsInFlight _calls = new();
    private readonly Lock _gate = new();
    private IVectorStore? _store;
    private Task? _disposal;

    /// <summary>Takes over a store, and the rent of its plugin.</summary>
    public GuardedVectorStore(
        IVectorStore store, string backend, LoadedPlugin plugin, PluginHostOptions options, TimeProvider time, ILogger logger)
    {
        _store = store;
        _backend = backend;
        _plugin = plugin;
        _options = options;
        _time = time;
        _logger = logger;
        _border = new ExceptionBorder(backend, plugin, logger);
    }

    /// <inheritdoc/>
    public StoreLimits Limits
    {
        get
        {
            IVectorStore store = Enter();
            try
            {
                return NotNull(store.Limits);
            }
            catch (Exception exception)
            {
                throw _border.Translate(exception, StoreOperations.Limits, CancellationToken.None);
            }
            finally
            {
                _calls.Exit();
            }
        }
    }

    /// <inheritdoc/>
    public async Task ConnectAsync(CancellationToken cancellationToken = default)
    {
        IVectorStore store = Enter();
        var cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);

        // On a thread of the pool, since a store that blocks before its first await would block the limit as well.
        Task connecting = Task.Run(() => RunConnectAsync(store, cancellation), CancellationToken.None);
        try
        {
            await connecting.WaitAsync(_options.ConnectTimeout, _time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException) when (!connecting.IsCompleted)
        {
            await cancellation.CancelAsync().ConfigureAwait(false);
            Forget(connecting);
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
            Forget(connecting);
            throw _border.Translate(exception, StoreOperations.Connect, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async Task<StoreHealth> CheckHealthAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            return await CallAsync(
                StoreOperations.CheckHealth,
                async store => NotNull(await store.CheckHealthAsync(cancellationToken).ConfigureAwait(false)),
                cancellationToken).ConfigureAwait(false);
        }
        catch (VectorStoreException exception)
        {
            // The contract promises an answer, and this is one.
            return new StoreHealth { IsHealthy = false, Description = exception.Message };
        }
    }

    /// <inheritdoc/>
    public Task SaveAsync(IReadOnlyList<ChunkRecord> records, IndexMetadata metadata, CancellationToken cancellationToken = default) =>
        CallAsync(StoreOperations.Save, store => store.SaveAsync(records, metadata, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<ChunkRecord> LoadAsync(
        RecordFilter filter, RecordParts parts, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        IVectorStore store = Enter();
        var records = new GuardedRecords(_border, _logger, _backend, cancellationToken);
        try
        {
            records.Start(store, filter, parts);
            while (await records.MoveNextAsync().ConfigureAwait(false))
            {
                yield return records.Current;
            }
        }
        finally
        {
            await records.DisposeAsync().ConfigureAwait(false);
            _calls.Exit();
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<SearchHit>> SearchAsync(VectorQuery query, CancellationToken cancellationToken = default) =>
        CallAsync(
            StoreOperations.Search,
            async store => Detach(await store.SearchAsync(query, cancellationToken).ConfigureAwait(false)),
            cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<IndexMetadata>> GetMetadataAsync(string? repository = null, CancellationToken cancellationToken = default) =>
        CallAsync(
            StoreOperations.GetMetadata,
            async store => DetachEntries(Detach(await store.GetMetadataAsync(repository, cancellationToken).ConfigureAwait(false))),
            cancellationToken);

    /// <inheritdoc/>
    public Task<long> CountAsync(RecordFilter filter, CancellationToken cancellationToken = default) =>
        CallAsync(StoreOperations.Count, store => store.CountAsync(filter, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task DeleteAsync(RecordFilter filter, CancellationToken cancellationToken = default) =>
        CallAsync(StoreOperations.Delete, store => store.DeleteAsync(filter, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task ClearAsync(string? repository = null, CancellationToken cancellationToken = default) =>
        CallAsync(StoreOperations.Clear, store => store.ClearAsync(repository, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<bool> ExistsAsync(string? repository = null, CancellationToken cancellationToken = default) =>
        CallAsync(StoreOperations.Exists, store => store.ExistsAsync(repository, cancellationToken), cancellationToken);

    /// <summary>Lets calls in flight finish, closes the store, and gives the plugin back; each within its limit.</summary>
    public ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _disposal ??= Task.Run(CloseAsync);
            return new ValueTask(_disposal);
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
            _calls.Exit();
        }
    }

    private IVectorStore Enter() =>
        _calls.TryEnter() ? _store! : throw new ObjectDisposedException($"The store of backend '{_backend}'");

    private async Task<T> CallAsync<T>(string operation, Func<IVectorStore, Task<T>> call, CancellationToken cancellationToken)
    {
        IVectorStore store = Enter();
        using var scope = PluginLoadContext.EnterNeutral();
        try
        {
            return await call(store).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            throw _border.Translate(exception, operation, cancellationToken);
        }
        finally
        {
            _calls.Exit();
        }
    }

    private Task<bool> CallAsync(string operation, Func<IVectorStore, Task> call, CancellationToken cancellationToken) =>
        CallAsync(
            operation,
            async store =>
            {
                await call(store).ConfigureAwait(false);
                return true;
            },
            cancellationToken);

    [SuppressMessage("Design", "CA1031", Justification = "Closing must go on, whatever the plugin does.")]
    private async Task CloseAsync()
    {
        try
        {
            await _calls.Close().WaitAsync(_options.DisposeTimeout, _time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            HostingLog.ClosedWhileBusy(_logger, _backend, _calls.Count);
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
            Forget(closing);
            HostingLog.DisposalHung(_logger, _backend, _options.DisposeTimeout.TotalSeconds);
        }
        catch (Exception exception)
        {
            HostingLog.DisposalFailed(_logger, _backend, FailureText.Describe(exception));
        }
        finally
        {
            _plugin.Return(this);
        }
    }

    private static T NotNull<T>(T? value)
        where T : class =>
        value ?? throw new InvalidOperationException($"it returned null where the contract promises {typeof(T).Name}");

    /// <summary>Copies a list, which may be of a class of the plugin, or compute what it holds.</summary>
    private static IReadOnlyList<T> Detach<T>(IReadOnlyList<T>? list)
        where T : class => [.. NotNull(list).Select(NotNull)];

    private static IReadOnlyList<IndexMetadata> DetachEntries(IReadOnlyList<IndexMetadata> list) =>
        [.. list.Select(metadata => metadata with { Entries = new Dictionary<string, string>(NotNull(metadata.Entries)).AsReadOnly() })];

    // Whoever was given up on may fail later; nobody is interested any more.
    private static void Forget(Task task) =>
        _ = task.ContinueWith(
            static finished => finished.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
}
