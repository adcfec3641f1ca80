using System.Collections.ObjectModel;
using System.CommandLine;
using Microsoft.Extensions.Logging;
using VectorHost.Abstractions;
using VectorHost.Commands;
using VectorHost.Configuration;
using VectorHost.Hosting;
using VectorHost.Hosting.Catalog;
using VectorHost.Hosting.Integrity;
using VectorHost.Indexing.Embedding;
using VectorHost.Indexing.Pipeline;
using VectorHost.Indexing.Repositories;
using VectorHost.Indexing.Snapshots;
using VectorHost.Indexing.Stores;
using VectorHost.Output;
using VectorHost.Verification;

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
        _loggers = Logging.Create(settings.LogLevel, settings.LogFile, configuration.OriginOf(ConfigurationKeys.LogFile));
    }

    /// <summary>Where results and messages go.</summary>
    public Terminal Terminal { get; }

    /// <summary>The settings in force.</summary>
    public HostSettings Settings { get; }

    /// <summary>Whether a store that is down is waited for, for a few seconds.</summary>
    public bool WaitsForStore { get; set; } = true;

    /// <summary>The repository at hand.</summary>
    public RepositoryIdentity Repository =>
        _repository ?? throw new InvalidOperationException("This command has no repository.");

    /// <summary>Where the repository's snapshot is.</summary>
    public SnapshotLocation Snapshots => LocationOf(Repository.Name);

    /// <summary>What was found in the plugins folder.</summary>
    public PluginHost Plugins => _plugins ??= OpenPlugins(Settings.PluginsDirectory, Settings.Integrity, unload: false);

    /// <summary>Who makes the vectors, as configured.</summary>
    public string EmbeddingProvider => HostSettings.ReadProvider(_configuration);

    /// <summary>Makes loggers.</summary>
    public ILoggerFactory Loggers => _loggers;

    /// <summary>Reads the configuration.</summary>
    /// <param name="terminal">Where results and messages go.</param>
    /// <param name="command">The command line.</param>
    /// <param name="repositoryPath">The repository's folder; <see langword="null"/> for commands without one.</param>
    /// <param name="mayBeGone">Whether the folder need not be there any more: for what was indexed when it was.</param>
    /// <exception cref="ConfigurationException">The configuration is wrong.</exception>
    /// <exception cref="RepositoryException">There is no such folder.</exception>
    public static HostSession Open(Terminal terminal, ParseResult command, string? repositoryPath, bool mayBeGone = false)
    {
        // The folder comes first: its own file may give the repository another name.
        string? root = repositoryPath is null ? null : Identify(repositoryPath, configuredName: null).Root;
        EffectiveConfiguration configuration = ConfigurationLoader.Load(CommonOptions.ReadRequest(command, root));
        HostSettings settings = HostSettings.Read(configuration);
        RepositoryIdentity? repository = root is null ? null : Identify(root, settings.RepositoryName);
        return new HostSession(terminal, configuration, settings, repository);

        RepositoryIdentity Identify(string path, string? configuredName) => mayBeGone
            ? RepositoryIdentity.FromPath(path, configuredName)
            : RepositoryIdentity.FromFolder(path, configuredName);
    }

    /// <summary>Finds the plugins of any folder. The caller disposes the result.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="integrity">What its lock file counts for.</param>
    /// <param name="unload">Whether plugins are unloaded when their last store is closed, rather than when the program ends.</param>
    public PluginHost OpenPlugins(string directory, IntegrityMode integrity, bool unload)
    {
        Terminal.KeepOutput();
        return PluginHost.Open(
            new PluginHostOptions
            {
                PluginsDirectory = directory,
                CacheDirectory = Path.Combine(ApplicationFolders.Cache, "plugins"),
                Integrity = integrity,
                SurvivesLooseExceptions = true,
                UnloadsPlugins = unload,

                // Pins choose among the plugins of the folder in force; in another one they would only be missing.
                Pins = directory == Settings.PluginsDirectory ? Settings.Pins : ReadOnlyDictionary<string, string>.Empty,
            },
            _loggers);
    }

    /// <summary>What a backend is given, as configured.</summary>
    public VectorStoreContext CreateContext(string backend) => new()
    {
        Backend = backend,
        Configuration = _configuration.GetBackendSection(backend),
        LoggerFactory = _loggers,
        RepositoryRoot = _repository?.Root ?? Directory.GetCurrentDirectory(),
        DataDirectory = Path.Combine(ApplicationFolders.Data, backend.ToLowerInvariant()),
        CollectionName = _repository?.CollectionName ?? "vectorhost",
        CreateHttpHandler = CreateHttpHandler,
    };

    /// <summary>Where the snapshot of any repository is, for the backend in use.</summary>
    public SnapshotLocation LocationOf(string repository) => LocationOf(repository, Settings.Backend);

    /// <summary>Where the snapshot of any repository is, for any backend.</summary>
    public static SnapshotLocation LocationOf(string repository, string backend) => new(ApplicationFolders.Cache, repository, backend);

    /// <summary>Loads the backend and connects to its store, once.</summary>
    /// <exception cref="VectorStoreException">The store cannot be used.</exception>
    public async Task<IVectorStore> ConnectStoreAsync(CancellationToken cancellationToken)
    {
        if (_store is null)
        {
            _store = await OpenStoreAsync(Settings.Backend, cancellationToken);
        }

        return _store;
    }

    /// <summary>Loads any backend and connects to its store, as configured.</summary>
    /// <param name="backend">The backend.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The store, the caller's to dispose.</returns>
    /// <exception cref="VectorStoreException">The store cannot be used.</exception>
    public async Task<IVectorStore> ConnectStoreAsync(string backend, CancellationToken cancellationToken) =>
        await OpenStoreAsync(backend, cancellationToken);

    /// <summary>Makes the embedder and checks that it can be used, once.</summary>
    /// <exception cref="EmbeddingException">It cannot be used.</exception>
    public async Task<Embedder> ConnectEmbedderAsync(CancellationToken cancellationToken)
    {
        if (_embedder is null)
        {
            _embedder = await ConnectEmbedderAsync(EmbeddingProvider, cancellationToken);
        }

        return _embedder;
    }

    /// <summary>Makes another embedder than the configured one, with the settings of its section, and checks that it can be used.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="cancellationToken">Cancels the check.</param>
    /// <returns>The embedder, the caller's to dispose.</returns>
    /// <exception cref="EmbeddingException">It cannot be used.</exception>
    public async Task<Embedder> ConnectEmbedderAsync(string provider, CancellationToken cancellationToken)
    {
        Embedder embedder = CreateEmbedder(provider);
        try
        {
            await embedder.ConnectAsync(cancellationToken);
            return embedder;
        }
        catch
        {
            embedder.Dispose();
            throw;
        }
    }

    /// <summary>Checks that a backend is there to be used. Nothing of it is loaded.</summary>
    /// <exception cref="BackendResolutionException">It is not.</exception>
    public void CheckBackend(string backend) => Plugins.Catalog.Resolve(backend);

    /// <summary>Checks an embedder's settings. Nothing is sent.</summary>
    /// <exception cref="ConfigurationException">A value is not usable.</exception>
    /// <exception cref="EmbeddingException">They are wrong, or its model is damaged.</exception>
    public void CheckEmbedder(string provider) => CreateEmbedder(provider).Dispose();

    /// <summary>Says which embedder is configured, without reaching for its server.</summary>
    public ConfiguredEmbedder DescribeEmbedder()
    {
        string? provider = null;
        try
        {
            provider = EmbeddingProvider;
            using Embedder embedder = CreateEmbedder(provider);
            return ConfiguredEmbedder.Of(embedder.Profile);
        }
        catch (Exception exception) when (exception is ConfigurationException or EmbeddingException)
        {
            return new ConfiguredEmbedder { Provider = provider, Problem = exception.Message };
        }
    }

    /// <summary>Makes an empty store that is apart from what the user has indexed, and connects to it.</summary>
    /// <param name="backend">The backend.</param>
    /// <param name="folder">Where its files go.</param>
    /// <param name="collection">A name for its collection that nobody else uses.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The store, the caller's to clear and to dispose.</returns>
    /// <exception cref="VectorStoreException">The store cannot be used.</exception>
    public async Task<IVectorStore> ConnectScratchStoreAsync(
        string backend, string folder, string collection, CancellationToken cancellationToken)
    {
        VectorStoreContext configured = CreateContext(backend);
        VectorStoreContext apart = new()
        {
            Backend = backend,
            Configuration = new SectionWithoutPlace(configured.Configuration),
            LoggerFactory = _loggers,
            RepositoryRoot = configured.RepositoryRoot,
            DataDirectory = folder,
            CollectionName = collection,
            CreateHttpHandler = configured.CreateHttpHandler,
        };
        return await ConnectAsync(await CreateStoreAsync(apart, cancellationToken), cancellationToken);
    }

    /// <summary>Brings the store up to date with the repository, showing progress.</summary>
    public async Task<IndexSummary> IndexAsync(IndexOptions options, ProgressDisplay display, CancellationToken cancellationToken)
    {
        IVectorStore store = await ConnectStoreAsync(cancellationToken);
        NoteWholeRepository();
        Embedder embedder = await ConnectEmbedderAsync(cancellationToken);
        RepositoryIndexer indexer = new(store, embedder, Snapshots, TimeProvider.System, _loggers.CreateLogger<RepositoryIndexer>());
        IndexProgress progress = new();
        Task<IndexSummary> run = indexer.IndexAsync(Repository, options with { OnWaiting = NoteWaiting }, progress, cancellationToken);
        await display.FollowAsync(Terminal, progress, run);
        return await run;
    }

    private void NoteWaiting(int? holder) => Terminal.Note(
        $"Another process{(holder is null ? "" : $" ({holder})")} is indexing this repository: waiting until it has finished.");

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

    /// <summary>A redirection could carry the key in a header to somewhere else.</summary>
    private static SocketsHttpHandler CreateHttpHandler() =>
        new() { PooledConnectionLifetime = TimeSpan.FromMinutes(5), AllowAutoRedirect = false };

    /// <summary>A folder of an indexed repository gets an index of its own, which is not what everybody expects.</summary>
    private void NoteWholeRepository()
    {
        if (!Snapshots.HasSnapshot && Repository.FindWhole() is { } whole && LocationOf(whole.Name).HasSnapshot)
        {
            Terminal.Note($"{Repository.Root} is a part of {whole.Root}, which is indexed already, and gets an index of its own. To search the whole, pass --repo {whole.Root}");
        }
    }

    private Embedder CreateEmbedder(string provider) =>
        EmbedderFactory.Create(HostSettings.ReadEmbedding(_configuration, provider), _loggers, TimeProvider.System);

    private async Task<RetryingVectorStore> OpenStoreAsync(string backend, CancellationToken cancellationToken) =>
        await ConnectAsync(await CreateStoreAsync(CreateContext(backend), cancellationToken), cancellationToken);

    private static async Task<RetryingVectorStore> ConnectAsync(RetryingVectorStore store, CancellationToken cancellationToken)
    {
        try
        {
            await store.ConnectAsync(cancellationToken);
            return store;
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    private async Task<RetryingVectorStore> CreateStoreAsync(VectorStoreContext context, CancellationToken cancellationToken)
    {
        Plugins.Catalog.Require(Settings.RequiredBackends);
        IVectorStore store = await Plugins.CreateStoreAsync(context.Backend, context, cancellationToken);
        return new RetryingVectorStore(
            store,
            new StoreCallOptions
            {
                Timeout = Settings.StoreTimeout,
                RetriesUnavailable = WaitsForStore,
                OnFirstRetry = () => Terminal.Note($"Waiting for {context.Backend}: it cannot be used right now."),
            },
            TimeProvider.System,
            _loggers.CreateLogger<RetryingVectorStore>());
    }
}
