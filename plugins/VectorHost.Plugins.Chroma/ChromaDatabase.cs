using Microsoft.Extensions.Logging;
using VectorHost.Abstractions;
using VectorHost.Plugins.Chroma.Client;
using VectorHost.Plugins.Chroma.Collections;
using VectorHost.Plugins.Chroma.Records;
using VectorHost.Plugins.Chroma.Search;

namespace VectorHost.Plugins.Chroma;

/// <summary>A database of a server that was found to be usable.</summary>
internal sealed class ChromaDatabase : IDisposable
{
    /// <summary>
    /// The server takes bodies of 40 MiB. In JSON a byte of text may become six, and the folders repeat the path; vectors
    /// grow by a third.
    /// </summary>
    private const long BatchBytes = 4 << 20;

    private static readonly Version OldestVersion = new(1, 0);

    private readonly ChromaClient _client;
    private readonly ChromaSettings _settings;
    private readonly ServerQuotas _quotas;
    private readonly RepositoryCollections _collections;
    private readonly RecordReader _reader;
    private readonly CandidateFinder _finder;
    private readonly string _tenant;
    private readonly string _name;

    private ChromaDatabase(ChromaClient client, ChromaSettings settings, string tenant, string name, PreflightAnswer preflight, ILogger logger)
    {
        _client = client;
        _settings = settings;
        _tenant = tenant;
        _name = name;
        _quotas = settings.IsCloud ? ServerQuotas.Cloud : ServerQuotas.OwnServer;
        _reader = new RecordReader(client, _quotas);
        _finder = new CandidateFinder(client, _reader, _quotas, settings.Exact, logger);
        Catalogue = new RepositoryCatalogue(client, settings.Collection, _quotas.PageRecords);
        _collections = new RepositoryCollections(client, Catalogue, settings.Collection);
        Records = new RepositoryRecords(client, _collections, Catalogue, _reader, preflight.SupportsBase64Encoding);
        Limits = new StoreLimits
        {
            MaxBatchRecords = Math.Clamp(preflight.MaxBatchSize, 1, _quotas.BatchRecords),
            MaxBatchBytes = BatchBytes,
            MaxTop = _quotas.Top,
            MaxDimensions = _quotas.Dimensions,
            MaxTextBytes = _quotas.TextBytes,
        };
    }

    /// <summary>What the server can take in one call.</summary>
    public StoreLimits Limits { get; }

    /// <summary>The repositories and their metadata.</summary>
    public RepositoryCatalogue Catalogue { get; }

    /// <summary>The records.</summary>
    public RepositoryRecords Records { get; }

    /// <summary>Asks a server whether it is one and has the database.</summary>
    /// <param name="client">The server; disposed with the database.</param>
    /// <param name="settings">Which database, tenant and collection.</param>
    /// <param name="logger">Told of what was found.</param>
    /// <param name="cancellationToken">Cancels the questions.</param>
    /// <exception cref="VectorStoreException">It cannot be used; the client is still the caller's.</exception>
    public static async Task<ChromaDatabase> OpenAsync(ChromaClient client, ChromaSettings settings, ILogger logger, CancellationToken cancellationToken)
    {
        string version = await client.GetVersionAsync(cancellationToken).ConfigureAwait(false);
        ThrowIfTooOld(version, settings);
        PreflightAnswer preflight = await client.GetPreflightAsync(cancellationToken).ConfigureAwait(false);
        (string tenant, string name) = await ResolveAsync(client, settings, cancellationToken).ConfigureAwait(false);
        try
        {
            await client.UseDatabaseAsync(tenant, name, cancellationToken).ConfigureAwait(false);
        }
        catch (VectorStoreException exception) when (exception.Kind == StoreFailureKind.NotFound)
        {
            throw new VectorStoreException(
                StoreFailureKind.NotFound,
                $"Chroma at {settings.Address.Authority} has no database '{name}' of tenant '{tenant}': create it, or correct vector_store.chromadb.database and .tenant.");
        }

        ChromaStoreLog.Connected(logger, version, settings.Address, tenant, name, settings.Collection);
        return new ChromaDatabase(client, settings, tenant, name, preflight, logger);
    }

    /// <summary>Asks the server how it is.</summary>
    public async Task<StoreHealth> CheckHealthAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _client.UseDatabaseAsync(_tenant, _name, cancellationToken).ConfigureAwait(false);
            string version = await _client.GetVersionAsync(cancellationToken).ConfigureAwait(false);
            return new StoreHealth
            {
                IsHealthy = true,
                Description = $"Chroma {version} at {_settings.Address.Authority}, collection {_settings.Collection}",
                ServerVersion = version,
            };
        }
        catch (VectorStoreException exception)
        {
            return new StoreHealth { IsHealthy = false, Description = exception.Message };
        }
    }

    /// <summary>Searches.</summary>
    public Task<IReadOnlyList<SearchHit>> SearchAsync(VectorQuery query, CancellationToken cancellationToken) =>
        new VectorSearch(_finder, _reader, _collections, _quotas, query).RunAsync(cancellationToken);

    /// <summary>Deletes a repository's records and metadata, or everything.</summary>
    public async Task ClearAsync(string? repository, CancellationToken cancellationToken)
    {
        foreach (string name in await _collections.ResolveAsync(repository is null ? null : [repository], cancellationToken).ConfigureAwait(false))
        {
            await _collections.Of(name).DropAsync(cancellationToken).ConfigureAwait(false);
        }

        // The entry goes last: as long as there is one, clearing again finishes what was broken off.
        await (repository is null
            ? Catalogue.DropAsync(cancellationToken)
            : Catalogue.RemoveAsync(repository, cancellationToken)).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    // A version that is not a number is of somebody's own making: they know what they do.
    private static void ThrowIfTooOld(string version, ChromaSettings settings)
    {
        if (Version.TryParse(version, out Version? parsed) && parsed < OldestVersion)
        {
            throw new VectorStoreException(
                StoreFailureKind.Incompatible,
                $"Chroma at {settings.Address.Authority} is version {version}, and {OldestVersion} or later is needed: update it, or set vector_store.chromadb.host and .port to another.");
        }
    }

    /// <summary>Fills in tenant and database, where they are not set, with those that the key is for.</summary>
    private static async Task<(string Tenant, string Database)> ResolveAsync(ChromaClient client, ChromaSettings settings, CancellationToken cancellationToken)
    {
        if (settings is { Tenant: { } tenant, Database: { } database })
        {
            return (tenant, database);
        }

        IdentityAnswer identity = await client.GetIdentityAsync(cancellationToken).ConfigureAwait(false);
        string? single = identity.Databases is [var only] && only != "*" ? only : null;
        return (
            settings.Tenant ?? identity.Tenant,
            settings.Database ?? single ?? throw new VectorStoreException(
                StoreFailureKind.InvalidConfiguration,
                "vector_store.chromadb.database is not set, and the key is not for one database alone: set it."));
    }
}
