using VectorHost.Hosting.Catalog;
using VectorHost.Hosting.Discovery;
using VectorHost.Hosting.Isolation;
using VectorHost.Hosting.Loading;

namespace VectorHost.Hosting.Lifetime;

/// <summary>
/// Which plugins can be selected and which version of each is loaded. Both change together, so that nobody sees the one
/// without the other.
/// </summary>
internal sealed class PluginTable(PluginCatalog catalog, PluginLoader loader)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Task<LoadedPlugin>> _current = new(RealPath.Comparer);
    private readonly List<LoadedPlugin> _generations = [];
    private PluginCatalog _catalog = catalog;
    private bool _isClosed;

    /// <summary>What can be selected.</summary>
    public PluginCatalog Catalog
    {
        get
        {
            lock (_gate)
            {
                return _catalog;
            }
        }
    }

    /// <summary>Every version that was loaded and is, as far as is known, still in memory.</summary>
    public IReadOnlyList<LoadedPlugin> Generations
    {
        get
        {
            lock (_gate)
            {
                return [.. _generations];
            }
        }
    }

    /// <summary>Keeps the current version of a plugin for making one store; the first one loads it.</summary>
    /// <exception cref="BackendResolutionException">It could not be copied or loaded, or an initialiser of it failed.</exception>
    /// <exception cref="ObjectDisposedException">The host is closed.</exception>
    public async Task<LoadedPlugin> RentAsync(BackendRegistration registration, CancellationToken cancellationToken)
    {
        PluginDescriptor plugin = registration.Plugin;
        while (true)
        {
            Task<LoadedPlugin> loading = LoadOnce(plugin);
            LoadedPlugin loaded;
            try
            {
                loaded = await loading.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (PluginLoadException exception)
            {
                Forget(plugin.AssemblyFile, loading);
                throw new BackendResolutionException(registration.Backend.Name, BackendFailureReason.NotLoaded, exception.Problem);
            }
            catch when (loading.IsFaulted)
            {
                // Whatever it was, it may have passed by the next time.
                Forget(plugin.AssemblyFile, loading);
                throw;
            }

            // It is remembered after it was unloaded, too, since loading it again would be in vain.
            if (loaded.Fault is { } fault)
            {
                throw VectorStoreFactory.Faulted(loaded, registration.Backend.Name, fault);
            }

            if (loaded.TryRent())
            {
                return loaded;
            }

            // It was unloaded with its last store: the next one gets a new generation.
            Forget(plugin.AssemblyFile, loading);
        }
    }

    /// <summary>Loads a new version beside the current one. Nobody else knows it until it replaces that.</summary>
    /// <exception cref="PluginLoadException">It could not be copied or loaded.</exception>
    public async Task<LoadedPlugin> LoadAsync(PluginDescriptor plugin, CancellationToken cancellationToken)
    {
        LoadedPlugin loaded = await loader.LoadAsync(plugin, cancellationToken).ConfigureAwait(false);
        lock (_gate)
        {
            _generations.RemoveAll(older => older.State == LoadedPluginState.Unloaded);
            _generations.Add(loaded);
        }

        return loaded;
    }

    /// <summary>The current version of a plugin, if it is in use.</summary>
    public async Task<LoadedPlugin?> FindInUseAsync(string assemblyFile)
    {
        Task<LoadedPlugin>? loading;
        lock (_gate)
        {
            loading = _current.GetValueOrDefault(assemblyFile);
        }

        if (loading is null)
        {
            return null;
        }

        // Whoever asked for it is told if it fails.
        await ((Task)loading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return loading.IsCompletedSuccessfully && await loading.ConfigureAwait(false) is { IsInUse: true } loaded ? loaded : null;
    }

    /// <summary>Lets a new version take the place of the current one, in the catalogue as well.</summary>
    /// <param name="old">The current version.</param>
    /// <param name="successor">The new version.</param>
    /// <param name="replaced">The stores for which it has a successor ready.</param>
    /// <returns>Other stores that the current version has made since. If there are any, nothing has changed.</returns>
    /// <exception cref="ObjectDisposedException">The host is closed.</exception>
    public IReadOnlyList<StoreGeneration> TryReplace(
        LoadedPlugin old, LoadedPlugin successor, IReadOnlyCollection<StoreGeneration> replaced)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, typeof(PluginHost));
            IReadOnlyList<StoreGeneration> others = old.TrySupersede(replaced);
            if (others.Count == 0)
            {
                _current[successor.Descriptor.AssemblyFile] = Task.FromResult(successor);
                _catalog = _catalog.With(successor.Descriptor);
            }

            return others;
        }
    }

    /// <summary>Lists a plugin anew. What is loaded stays, unless nobody uses it.</summary>
    public void List(PluginDescriptor plugin)
    {
        lock (_gate)
        {
            _catalog = _catalog.With(plugin);
            ForgetUnused(plugin.AssemblyFile);
        }
    }

    /// <summary>Takes a plugin out of the catalogue. What is loaded stays, unless nobody uses it.</summary>
    public void Unlist(PluginDescriptor plugin)
    {
        lock (_gate)
        {
            _catalog = _catalog.Without(plugin);
            ForgetUnused(plugin.AssemblyFile);
        }
    }

    /// <summary>Closes every store and unloads, without waiting for the plugins to be gone.</summary>
    public async Task CloseAsync()
    {
        Task<LoadedPlugin>[] loadings;
        lock (_gate)
        {
            _isClosed = true;
            loadings = [.. _current.Values];
            _current.Clear();
        }

        await Task.WhenAll(loadings.AsEnumerable<Task>()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(Generations.Select(plugin => plugin.CloseAsync())).ConfigureAwait(false);
    }

    // The load belongs to nobody in particular: a caller who gives up does not take it from the others.
    private Task<LoadedPlugin> LoadOnce(PluginDescriptor plugin)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, typeof(PluginHost));
            if (!_current.TryGetValue(plugin.AssemblyFile, out Task<LoadedPlugin>? loading))
            {
                loading = Task.Run(() => LoadAsync(plugin, CancellationToken.None));
                _current.Add(plugin.AssemblyFile, loading);
            }

            return loading;
        }
    }

    private void Forget(string assemblyFile, Task<LoadedPlugin> loading)
    {
        lock (_gate)
        {
            if (_current.GetValueOrDefault(assemblyFile) == loading)
            {
                _current.Remove(assemblyFile);
            }
        }
    }

    // Only to be called under the lock.
    private void ForgetUnused(string assemblyFile)
    {
        if (_current.TryGetValue(assemblyFile, out Task<LoadedPlugin>? loading) &&
            (loading.IsFaulted || (loading.IsCompletedSuccessfully && !loading.GetAwaiter().GetResult().IsInUse)))
        {
            _current.Remove(assemblyFile);
        }
    }
}
