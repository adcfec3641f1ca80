using System.Collections.Immutable;
using System.CommandLine;
using Microsoft.Extensions.Logging;
using VectorHost.Abstractions;
using VectorHost.Commands;
using VectorHost.Configuration;
using VectorHost.Hosting;
using VectorHost.Hosting.Integrity;
using VectorHost.Indexing.Embedding;
using VectorHost.Indexing.Pipeline;
using VectorHost.Indexing.Repositories;
using VectorHost.Indexing.Snapshots;
using VectorHost.Indexing.Stores;
using VectorHost.Output;

namespace VectorHost.Session;

/// <summary>
/// What one run of the program works with: the configuration, and, made when they are first needed, the plugins, the
/// store and the embedder. Disposes what it made.
/// </summary>
internal sealed class HostSession : IAsyncDisposable
{
    private readonly EffectiveConfiguration _configuration;
    private readonly ILoggerFactory _loggers;
    private readonly RepositoryIdentity? _repository;
    private PluginHost? _plugins;
    private RetryingVectorStore? _store;
    private Embedder? _embedder;

    private HostSession(Terminal terminal, EffectiveConfiguration configuration, HostSettings settings, RepositoryIdentity? repository)
    {
        Terminal = terminal;
        Settings = settings;
        _configuration = configuration;
        _repository = repository;
        _loggers = Logging.Create(settings.LogLevel, settings.LogFile);
    }

    /// <summary>Where results and messages go.</summary>
    public Terminal Terminal { get; }

    /// <summary>The settings in force.</summary>
    public HostSettings Settings { get; }

    /// <summary>The repository at hand.</summary>
    public RepositoryIdentity Repository =>
        _repository ?? throw new InvalidOperationException("This command has no repository.");

    /// <summary>Where the repository's snapshot is.</summary>
    public SnapshotLocation Snapshots => LocationOf(Repository.Name);

    /// <summary>What was found in the plugins folder.</summary>
    public PluginHost Plugins => _plugins ??= OpenPlugins(Settings.PluginsDirectory, Settings.Integrity);

    /// <summary>Makes loggers.</summary>
    public ILoggerFactory Loggers => _loggers;

    /// <summary>Reads the configuration.</summary>
    /// <param name="terminal">Where results and messages go.</param>
    /// <param name="command">The command line.</param>
    /// <param name="repositoryPath">The repository's folder; <see langword="null"/> for commands without one.</param>
    /// <exception cref="ConfigurationException">The configuration is wrong.</exception>
    /// <exception cref="RepositoryException">There is no such folder.</exception>
    public static HostSession Open(Terminal terminal, ParseResult command, string? repositoryPath)
    {
        // The folder comes first: its own file may give the repository another name.
        string? root = repositoryPath is null ? null : RepositoryIdentity.FromFolder(repositoryPath).Root;
        EffectiveConfiguration configuration = ConfigurationLoader.Load(CommonOptions.ReadRequest(command, root));
        HostSettings settings = HostSettings.Read(configuration);
        RepositoryIdentity? repository = root is null ? null : RepositoryIdentity.FromFolder(root, settings.RepositoryName);
        return new HostSession(terminal, configuration, settings, repository);
    }

    /// <summary>Finds the plugins of any folder. The caller disposes the result.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="integrity">What its lock file counts for.</param>
    public PluginHost OpenPlugins(string directory, IntegrityMode integrity) => PluginHost.Open(
        new PluginHostOptions
        {
            PluginsDirectory = directory,
            CacheDirectory = Path.Combine(ApplicationFolders.Cache, "plugins"),
            Integrity = integrity,
            SurvivesLooseExceptions = true,

            // Pins choose among the plugins of the folder in force; in another one they would only be missing.
            Pins = directory == Settings.PluginsDirectory ? Settings.Pins : ImmutableDictionary<string, string>.Empty,
        },
        _loggers);

    /// <summary>What a backend is given, as configured.</summary>
    public VectorStoreContext CreateContext(string backend) => new()
    {
        Backend = backend,
        Configuration = _configuration.GetBackendSection(backend),
        LoggerFactory = _loggers,
        RepositoryRoot = _repository?.Root ?? Directory.GetCurrentDirectory(),
        DataDirectory = Path.Combine(ApplicationFolders.Data, backend.ToLowerInvariant()),
        CollectionName = _repository?.CollectionName ?? "vectorhost",
        CreateHttpHandler = () => new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) },
    };

    /// <summary>Where the snapshot of any repository is, for the backend in use.</summary>
    public SnapshotLocation LocationOf(string repository) => new(ApplicationFolders.Cache, repository, Settings.Backend);

    /// <summary>Loads the backend and connects to its store, once.</summary>
    /// <exception cref="VectorStoreException">The store cannot be used.</exception>
    public async Task<IVectorStore> ConnectStoreAsync(CancellationToken cancellationToken)
    {
        if (_store is null)
        {
            RetryingVectorStore store = await CreateStoreAsync(cancellationToken);
            try
            {
                await store.ConnectAsync(cancellationToken);
            }
            catch
            {
                await store.DisposeAsync();
                throw;
            }

            _store = store;
        }

        return _store;
    }

    /// <summary>Makes the embedder and checks that it can be used, once.</summary>
    /// <exception cref="EmbeddingException">It cannot be used.</exception>
    public async Task<Embedder> ConnectEmbedderAsync(CancellationToken cancellationToken)
    {
        if (_embedder is null)
        {
            Embedder embedder = EmbedderFactory.Create(HostSettings.ReadEmbedding(_configuration), _loggers, TimeProvider.System);
            try
            {
                await embedder.ConnectAsync(cancellationToken);
            }
            catch
            {
                embedder.Dispose();
                throw;
            }

            _embedder = embedder;
        }

        return _embedder;
    }

    /// <summary>Brings the store up to date with the repository, showing progress.</summary>
    public async Task<IndexSummary> IndexAsync(IndexOptions options, ProgressDisplay display, CancellationToken cancellationToken)
    {
        IVectorStore store = await ConnectStoreAsync(cancellationToken);
        Embedder embedder = await ConnectEmbedderAsync(cancellationToken);
        RepositoryIndexer indexer = new(store, embedder, Snapshots, TimeProvider.System, _loggers.CreateLogger<RepositoryIndexer>());
        IndexProgress progress = new();
        Task<IndexSummary> run = indexer.IndexAsync(Repository, options, progress, cancellationToken);
        await display.FollowAsync(Terminal, progress, run);
        return await run;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _embedder?.Dispose();
        if (_store is not null)
        {
            await _store.DisposeAsync();
        }

        if (_plugins is not null)
        {
            await _plugins.DisposeAsync();
        }

        _loggers.Dispose();
    }

    private async Task<RetryingVectorStore> CreateStoreAsync(CancellationToken cancellationToken)
    {
        Plugins.Catalog.Require(Settings.RequiredBackends);
        IVectorStore store = await Plugins.CreateStoreAsync(Settings.Backend, CreateContext(Settings.Backend), cancellationToken);
        return new RetryingVectorStore(
            store,
            new StoreCallOptions { Timeout = Settings.StoreTimeout },
            TimeProvider.System,
            _loggers.CreateLogger<RetryingVectorStore>());
    }
}
