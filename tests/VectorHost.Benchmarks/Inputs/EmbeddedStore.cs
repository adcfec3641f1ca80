using VectorHost.Abstractions;
using VectorHost.Hosting;
using VectorHost.TestSupport;

namespace VectorHost.Benchmarks.Inputs;

/// <summary>The embedded store in a folder, as the host loads it: a plugin in a context of its own, guarded.</summary>
internal sealed class EmbeddedStore : IAsyncDisposable
{
    /// <summary>The backend's name.</summary>
    public const string Backend = "sqlite";

    private readonly PluginHost _plugins;

    private EmbeddedStore(PluginHost plugins, IVectorStore store)
    {
        _plugins = plugins;
        Store = store;
    }

    /// <summary>The store, connected.</summary>
    public IVectorStore Store { get; }

    /// <summary>Loads the plugin and opens the store.</summary>
    /// <param name="pluginsDirectory">Where the plugins are.</param>
    /// <param name="directory">The folder for the store and all that belongs to it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<EmbeddedStore> OpenAsync(string pluginsDirectory, string directory, CancellationToken cancellationToken)
    {
        PluginHost plugins = PluginHost.Open(new PluginHostOptions
        {
            PluginsDirectory = pluginsDirectory,
            CacheDirectory = Path.Combine(directory, "cache", "plugins"),
        });
        try
        {
            IVectorStore store = await plugins.CreateStoreAsync(Backend, StoreContexts.Create(Backend, directory), cancellationToken);
            await store.ConnectAsync(cancellationToken);
            return new EmbeddedStore(plugins, store);
        }
        catch
        {
            await plugins.DisposeAsync();
            throw;
        }
    }

    /// <summary>The size of everything that the store keeps in a folder.</summary>
    /// <param name="directory">The folder that it was opened in.</param>
    public static long SizeIn(string directory) =>
        new DirectoryInfo(Path.Combine(directory, "data")).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        await _plugins.DisposeAsync();
    }
}
