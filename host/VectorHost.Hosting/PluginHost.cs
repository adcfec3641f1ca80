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
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Task<LoadedPlugin>> _plugins = new(RealPath.Comparer);
    private readonly List<LoadedPlugin> _generations = [];
    private readonly PluginHostOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly PluginLoader _loader;
    private readonly VectorStoreFactory _factory;
    private bool _isDisposed;

    private PluginHost(PluginCatalog catalog, PluginHostOptions options, IntegrityGate integrity, TimeProvider time, ILogger logger)
    {
        Catalog = catalog;
        _options = options;
        _time = time;
        _logger = logger;
        _loader = new PluginLoader(options, integrity, time, logger);
        _factory = new VectorStoreFactory(options, time, logger);
    }

    /// <summary>What can be selected, and what was found.</summary>
    public PluginCatalog Catalog { get; }

    /// <summary>The plugins that were loaded and, as far as is known, are still in memory.</summary>
    public IReadOnlyList<LoadedPlugin> LoadedPlugins
    {
        get
        {
            lock (_gate)
            {
                return [.. _generations];
            }
        }
    }

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
        PluginScan scan = new PluginScanner(loggerFactory.CreateLogger<PluginScanner>()).Scan(options.PluginsDirectory);
        var integrity = IntegrityGate.Open(options.Integrity, scan.Directory);
        scan = integrity.Check(scan);
        foreach (PluginProblem note in scan.Notes.Where(note => note.Severity == ProblemSeverity.Warning))
        {
            HostingLog.FolderWarned(logger, note.Code, note.Cause, note.Remedy);
        }

        return new PluginHost(new PluginCatalog(scan), options, integrity, timeProvider, logger);
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
        BackendRegistration registration = Catalog.Resolve(backend);
        LoadedPlugin plugin = await RentAsync(registration, cancellationToken).ConfigureAwait(false);
        try
        {
            return await _factory.CreateAsync(plugin, registration.Backend, context, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            plugin.Return(store: null);
            throw;
        }
    }

    /// <summary>Closes every store that is still open and unloads their plugins, without waiting for them to be gone.</summary>
    public async ValueTask DisposeAsync()
    {
        Task<LoadedPlugin>[] plugins;
        lock (_gate)
        {
            _isDisposed = true;
            plugins = [.. _plugins.Values];
            _plugins.Clear();
        }

        // Finishing calls and closing stores have limits of their own; a load that hangs in the file system has none.
        TimeSpan limit = 3 * _options.DisposeTimeout;
        try
        {
            await Task.WhenAll(plugins.Select(CloseAsync)).WaitAsync(limit, _time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            HostingLog.ClosingHung(_logger, limit.TotalSeconds);
        }
    }

    private async Task<LoadedPlugin> RentAsync(BackendRegistration registration, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task<LoadedPlugin> loading = LoadOnce(registration.Plugin);
            LoadedPlugin plugin;
            try
            {
                plugin = await loading.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (PluginLoadException exception)
            {
                Forget(registration.Plugin, loading);
                throw new BackendResolutionException(registration.Backend.Name, BackendFailureReason.NotLoaded, exception.Problem);
            }

            if (plugin.Fault is { } fault)
            {
                throw new BackendResolutionException(
                    registration.Backend.Name, BackendFailureReason.NotCreated, PluginProblems.Faulted(plugin.Descriptor.AssemblyFile, fault));
            }

            if (plugin.TryRent())
            {
                return plugin;
            }

            // It was unloaded with its last store: the next one gets a new generation.
            Forget(registration.Plugin, loading);
        }
    }

    // The load belongs to nobody in particular: a caller who gives up does not take it from the others.
    private Task<LoadedPlugin> LoadOnce(PluginDescriptor plugin)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (!_plugins.TryGetValue(plugin.AssemblyFile, out Task<LoadedPlugin>? loading))
            {
                loading = Task.Run(() => LoadAsync(plugin));
                _plugins.Add(plugin.AssemblyFile, loading);
            }

            return loading;
        }
    }

    private async Task<LoadedPlugin> LoadAsync(PluginDescriptor plugin)
    {
        LoadedPlugin loaded = await _loader.LoadAsync(plugin, CancellationToken.None).ConfigureAwait(false);
        lock (_gate)
        {
            _generations.RemoveAll(older => older.State == LoadedPluginState.Unloaded);
            _generations.Add(loaded);
        }

        return loaded;
    }

    [SuppressMessage("Design", "CA1031", Justification = "One plugin that could not be loaded must not keep the others open.")]
    private static async Task CloseAsync(Task<LoadedPlugin> loading)
    {
        try
        {
            LoadedPlugin plugin = await loading.ConfigureAwait(false);
            await plugin.CloseAsync().ConfigureAwait(false);
        }
        catch (Exception)
        {
            // Whoever asked for it was told.
        }
    }

    private void Forget(PluginDescriptor plugin, Task<LoadedPlugin> loading)
    {
        lock (_gate)
        {
            if (_plugins.GetValueOrDefault(plugin.AssemblyFile) == loading)
            {
                _plugins.Remove(plugin.AssemblyFile);
            }
        }
    }
}
