using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using VectorHost.Abstractions;
using VectorHost.Hosting;

namespace VectorHost.Benchmarks.Inputs;

/// <summary>A store as the host makes it: of a plugin in a context of its own, guarded, and connected.</summary>
internal sealed class PluginStore : IAsyncDisposable
{
    private readonly PluginHost _plugins;

    private PluginStore(PluginHost plugins, IVectorStore store)
    {
        _plugins = plugins;
        Store = store;
    }

    /// <summary>The store.</summary>
    public IVectorStore Store { get; }

    /// <summary>Loads the plugin and connects to the store.</summary>
    /// <param name="backend">The backend's name.</param>
    /// <param name="settings">Its section.</param>
    /// <param name="pluginsDirectory">Where the plugins are.</param>
    /// <param name="directory">The folder for all files.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="unloads">Whether the plugin leaves the memory, and so does without code that was compiled ahead of time.</param>
    public static async Task<PluginStore> OpenAsync(
        string backend, IReadOnlyDictionary<string, string?> settings, string pluginsDirectory, string directory, CancellationToken cancellationToken, bool unloads = true)
    {
        PluginHost plugins = PluginHost.Open(new PluginHostOptions
        {
            PluginsDirectory = pluginsDirectory,
            CacheDirectory = Path.Combine(directory, "cache", "plugins"),
            UnloadsPlugins = unloads,
        });
        try
        {
            IVectorStore store = await plugins.CreateStoreAsync(backend, MakeContext(backend, settings, directory), cancellationToken);
            await store.ConnectAsync(cancellationToken);
            return new PluginStore(plugins, store);
        }
        catch
        {
            await plugins.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        await _plugins.DisposeAsync();
    }

    private static VectorStoreContext MakeContext(string backend, IReadOnlyDictionary<string, string?> settings, string directory)
    {
        string section = $"vector_store:{backend}";
        IConfigurationRoot configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create($"{section}:{setting.Key}", setting.Value)))
            .Build();
        return new VectorStoreContext
        {
            Backend = backend,
            Configuration = configuration.GetSection(section),
            LoggerFactory = NullLoggerFactory.Instance,
            RepositoryRoot = directory,
            DataDirectory = Path.Combine(directory, "data", backend),
            CollectionName = "repository",
            CreateHttpHandler = () => new SocketsHttpHandler(),
        };
    }
}
