using Microsoft.Extensions.Logging;
using VectorHost.Abstractions;
using VectorHost.Plugins.Qdrant.Collections;
using VectorHost.Plugins.Qdrant.Protocol;
using VectorHost.Plugins.Qdrant.Records;
using VectorHost.Plugins.Shared.Http;

namespace VectorHost.Plugins.Qdrant;

/// <summary>A server that was found to be a Qdrant that can be used, and what the store has there.</summary>
internal sealed class QdrantConnection : IDisposable
{
    /// <summary>The first with everything that is used: queries of points, and tenants.</summary>
    private static readonly Version Oldest = new(1, 12);

    private QdrantConnection(QdrantClient client, QdrantSettings settings, Version version, ILogger logger)
    {
        Client = client;
        Settings = settings;
        Version = version;
        Catalog = new RepositoryCatalog(client, settings.Collection);
        Records = new RecordCollections(client, settings.Collection, version, logger);
        Filters = new FilterTranslator(client, logger);
    }

    public QdrantClient Client { get; }

    public QdrantSettings Settings { get; }

    public Version Version { get; }

    public RepositoryCatalog Catalog { get; }

    public RecordCollections Records { get; }

    public FilterTranslator Filters { get; }

    /// <summary>What the server and the collections that exist take.</summary>
    public StoreLimits Limits { get; private set; } = QdrantLimits.Server;

    /// <summary>Connects.</summary>
    /// <exception cref="VectorStoreException">The server cannot be used; the message says why.</exception>
    public static async Task<QdrantConnection> OpenAsync(
        QdrantSettings settings, Func<HttpMessageHandler> createHandler, ILogger logger, CancellationToken cancellationToken)
    {
        if (settings is { ApiKey: not null, Address: { Scheme: "http", IsLoopback: false } })
        {
            QdrantStoreLog.KeyWithoutTls(logger, settings.Address.Host);
        }

        QdrantClient client = new(new RestClient(EndpointOf(settings), createHandler));
        try
        {
            Version version = CheckVersion(await client.GetVersionAsync(cancellationToken).ConfigureAwait(false), settings);
            QdrantConnection connection = new(client, settings, version, logger);

            // The version needs no key; this does, and says whether what is there is ours.
            await connection.Catalog.RefuseForeignAsync(cancellationToken).ConfigureAwait(false);
            IReadOnlyList<RecordCollection> collections = await connection.Records.FindAsync(cancellationToken).ConfigureAwait(false);
            connection.Limits = collections.Aggregate(QdrantLimits.Server, (limits, collection) => QdrantLimits.Within(limits, collection.Strict));
            QdrantStoreLog.Connected(logger, version, settings.Address, settings.Collection);
            return connection;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Records.Dispose();
        Client.Dispose();
    }

    private static RestEndpoint EndpointOf(QdrantSettings settings) => new()
    {
        Name = "Qdrant",
        Address = settings.Address,
        Advice = "check vector_store.qdrant.host, .port (6333 is Qdrant's port for REST, 6334 for gRPC, which is not spoken here) and .https",
        CredentialsAdvice = settings.ApiKey is null
            ? "set vector_store.qdrant.api_key, such as to ${QDRANT_API_KEY}"
            : "check vector_store.qdrant.api_key, and that it may write to this collection",
        Headers = settings.ApiKey is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["api-key"] = settings.ApiKey },
        Secrets = settings.ApiKey is null ? [] : [settings.ApiKey],
        ReadExplanation = QdrantFailures.Explain,
        ReadFailure = QdrantFailures.Read,
    };

    private static Version CheckVersion(ServerVersion server, QdrantSettings settings)
    {
        // A version may have more to it, such as 1.19.0-dev.
        if (!server.Title.Contains("qdrant", StringComparison.OrdinalIgnoreCase) || !Version.TryParse(server.Version.Split('-', '+')[0], out Version? version))
        {
            throw new VectorStoreException(
                StoreFailureKind.Protocol,
                $"What answers at {settings.Address} is not Qdrant: check vector_store.qdrant.host and .port.");
        }

        return version >= Oldest
            ? version
            : throw new VectorStoreException(
                StoreFailureKind.Incompatible, $"The server at {settings.Address} is Qdrant {version}; {Oldest} or later is needed: upgrade it.");
    }
}
