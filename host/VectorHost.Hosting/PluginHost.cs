using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using VectorHost.Abstractions;
using VectorHost.Hosting.Catalog;
using VectorHost.Hosting.Discovery;
using VectorHost.Hosting.Integrity;
using VectorHost.Hosting.Isolation;
using VectorHost.Hosting.Lifetime;
using VectorHost.Hosting.Loading;

namespace VectorHost.Hosting;

/// <summary>
/// Finds the plugins of a folder and makes their stores. Opening it runs no code of a plugin; only the plugin whose
/// backend is asked for is ever loaded.
/// </summary>
public sealed class PluginHost : IAsyncDisposable
{
    private readonly PluginHostOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Func<PluginScan> _scan;
    private readonly PluginLoader _loader;
    private readonly VectorStoreFactory _factory;
    private readonly PluginTable _table;
    private readonly CancellationTokenSource _closing = new();
    private readonly CallsInFlight _updates = new();
    private readonly Lock _gate = new();
    private PluginUpdater? _updater;
    private Task? _disposal;

    private PluginHost(
        PluginHostOptions options,
        Func<PluginScan> scan,
        IntegrityGate integrity,
        PluginScan first,
        TimeProvider time,
        ILogger logger)
    {
        _options = options;
        _time = time;
        _logger = logger;
        _scan = scan;
        _loader = new PluginLoader(options, integrity, time, logger);
        _factory = new VectorStoreFactory(options, time, logger);
        _table = new PluginTable(new PluginCatalog(first, options.Pins), _loader);
    }

    /// <summary>
    /// Raised when the files of a plugin have changed and the host has dealt with that, by <see cref="ReloadAsync"/> or
    /// <see cref="WatchAsync"/>. Handlers run one after the other and hold up the reload: be quick.
    /// </summary>
    public event EventHandler<PluginChangedEventArgs>? PluginChanged;

    /// <summary>What can be selected, and what was found. Another one each time that a plugin has changed.</summary>
    public PluginCatalog Catalog => _table.Catalog;

    /// <summary>The plugins that were loaded and, as far as is known, are still in memory: several versions of one, perhaps.</summary>
    public IReadOnlyList<LoadedPlugin> LoadedPlugins => _table.Generations;

    /// <summary>Reads the folder of plugins.</summary>
    /// <param name="options">Where it is, and the limits.</param>
    /// <param name="loggerFactory">Makes the loggers.</param>
    /// <param name="timeProvider">The time, for limits.</param>
    /// <exception cref="PluginHostException">
    /// The folder cannot be used, this program cannot load plugins, or a lock file is asked for that is missing or damaged.
    /// </exception>
    public static PluginHost Open(
        PluginHostOptions options, ILoggerFactory? loggerFactory = null, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!Path.IsPathFullyQualified(options.CacheDirectory))
        {
            throw new ArgumentException("The cache folder must be an absolute path.", nameof(options));
        }

        if (HostAssemblies.IsSingleFile)
        {
            throw new PluginHostException(PluginProblems.SingleFileHost());
        }

        loggerFactory ??= NullLoggerFactory.Instance;
        timeProvider ??= TimeProvider.System;
        ILogger logger = loggerFactory.CreateLogger<PluginHost>();
        var scanner = new PluginScanner(loggerFactory.CreateLogger<PluginScanner>());
        PluginScan first = scanner.Scan(
            options.PluginsDirectory,
            options.KeepsInspections ? directory => InspectionCache.Open(options.CacheDirectory, directory, timeProvider) : null);
        var integrity = IntegrityGate.Open(options.Integrity, first.Directory);
        var host = new PluginHost(
            options, () => integrity.Check(scanner.Scan(options.PluginsDirectory)), integrity, integrity.Check(first), timeProvider, logger);
        if (options.SurvivesLooseExceptions)
        {
            LooseExceptions.Survive(host._table, logger);
        }

        foreach (PluginProblem note in host.Catalog.Notes.Where(note => note.Severity == ProblemSeverity.Warning))
        {
            HostingLog.FolderWarned(logger, note.Code, note.Cause, note.Remedy);
        }

        return host;
    }

    /// <summary>Makes a store of a backend; the first one loads its plugin. It is not connected yet.</summary>
    /// <param name="backend">The backend's name; case does not matter.</param>
    /// <param name="context">What the store is given.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>
    /// The store, which the caller disposes. Closing the last store of a plugin unloads the plugin.
    /// </returns>
    /// <exception cref="BackendResolutionException">The backend cannot be used; the message says why.</exception>
    /// <exception cref="VectorStoreException">The store refuses to be made, such as for a wrong setting.</exception>
    public async Task<IVectorStore> CreateStoreAsync(
        string backend, VectorStoreContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        bool isReadAgain = false;
        while (true)
        {
            BackendRegistration registration = Catalog.Resolve(backend);
            try
            {
                if (await TryCreateStoreAsync(registration, context, cancellationToken).ConfigureAwait(false) is { } store)
                {
                    return store;
                }
            }
            catch (BackendResolutionException exception)
                when (!isReadAgain && exception.Code == PluginProblems.ChangedSinceScanCode)
            {
                // Nobody watches, and the plugin was replaced since the host was opened: the new one is as good.
                isReadAgain = true;
                await ReloadAsync(registration.Plugin.Name, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>
    /// Waits until nobody writes a plugin's files any more, and brings the host into line with them. Where the plugin is
    /// in use, the new version is checked, loaded, and a successor of every open store made and connected, before it takes
    /// over; calls in flight finish on the old version, which is then closed and unloaded. If the new version does not
    /// work, the old one goes on. Stores in the hands of callers stay valid throughout.
    /// </summary>
    /// <param name="plugin">The plugin's name: that of its folder or file.</param>
    /// <param name="cancellationToken">Gives up; not any more once the new version has taken over.</param>
    /// <returns>What became of it, and of the version that was replaced.</returns>
    /// <exception cref="PluginHostException">The folder of plugins cannot be read.</exception>
    public async Task<PluginChange> ReloadAsync(string plugin, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(plugin);
        ObjectDisposedException.ThrowIf(!_updates.TryEnter(), this);
        try
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closing.Token);
            return await GetUpdater().UpdateAsync(plugin, either.Token).ConfigureAwait(false);
        }
        finally
        {
            _updates.Exit();
        }
    }

    /// <summary>
    /// Watches the folder of plugins and does what <see cref="ReloadAsync"/> does for every plugin whose files change.
    /// <see cref="PluginChanged"/> tells of it. It loads no plugin that is not in use.
    /// </summary>
    /// <param name="cancellationToken">Ends it, which is the usual end.</param>
    /// <returns>Runs until it is cancelled, or the host is closed.</returns>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public async Task WatchAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(!_updates.TryEnter(), this);
        try
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closing.Token);
            RealPath.Resolve(Catalog.PluginsDirectory, out string directory);
            var watch = new PluginWatch(directory, GetUpdater(), _options.Reload, _time, _logger);
            await watch.RunAsync(either.Token).ConfigureAwait(false);
        }
        finally
        {
            _updates.Exit();
        }
    }

    /// <summary>
    /// Ends reloading and watching, closes every store that is still open and unloads their plugins, without waiting for
    /// them to be gone.
    /// </summary>
    public ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            return new ValueTask(_disposal ??= CloseAsync());
        }
    }

    // Made when it is first needed: most programs open a host, use one plugin and end.
    private PluginUpdater GetUpdater()
    {
        lock (_gate)
        {
            return _updater ??= new PluginUpdater(
                _table,
                new PluginReloader(_table, _loader, _factory, _options.Reload, _logger),
                _scan,
                new SettledFiles(_scan, _options.Reload, _time),
                _logger)
            {
                Report = OnChanged,
            };
        }
    }

    private async Task CloseAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        TimeSpan limit = 3 * _options.DisposeTimeout;
        await WaitForAsync(_updates.Close(), limit + _options.Reload.DrainTimeout).ConfigureAwait(false);
        await WaitForAsync(_table.CloseAsync(), limit).ConfigureAwait(false);
        _closing.Dispose();
    }

    // Finishing calls and closing stores have limits of their own; a load that hangs in the file system has none.
    private async Task WaitForAsync(Task closing, TimeSpan limit)
    {
        try
        {
            await closing.WaitAsync(limit, _time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            HostingLog.ClosingHung(_logger, limit.TotalSeconds);
        }
    }

    /// <summary>Makes a store of the version of a plugin that is current.</summary>
    /// <returns><see langword="null"/> where it was replaced in the meantime.</returns>
    private async Task<GuardedVectorStore?> TryCreateStoreAsync(
        BackendRegistration registration, VectorStoreContext context, CancellationToken cancellationToken)
    {
        LoadedPlugin plugin = await _table.RentAsync(registration, cancellationToken).ConfigureAwait(false);
        if (plugin.Descriptor.FindBackend(registration.Backend.Name) is not { } backend)
        {
            plugin.Return(store: null);
            return null;
        }

        StoreGeneration generation = await _factory.CreateAsync(plugin, backend, context, cancellationToken).ConfigureAwait(false);
        var store = new GuardedVectorStore(generation, backend.Name, context, _logger);
        if (plugin.TryAttach(generation))
        {
            return store;
        }

        await store.DisposeAsync().ConfigureAwait(false);
        return null;
    }

    [SuppressMessage("Design", "CA1031", Justification = "What a listener does must not stop the reload half-way.")]
    private void OnChanged(PluginChange change)
    {
        try
        {
            PluginChanged?.Invoke(this, new PluginChangedEventArgs(change));
        }
        catch (Exception exception)
        {
            HostingLog.HandlerFailed(_logger, FailureText.Describe(exception));
        }
    }
}
