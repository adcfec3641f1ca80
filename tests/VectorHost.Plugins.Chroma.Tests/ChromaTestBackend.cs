using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using VectorHost.Abstractions;
using VectorHost.Conformance;
using VectorHost.TestServers.Chroma;
using VectorHost.TestServers.Faults;

namespace VectorHost.Plugins.Chroma.Tests;

/// <summary>Collections of its own on a running server.</summary>
public abstract class ChromaTestBackend(ChromaServer server) : TestBackend, IRemoteTestBackend
{
    /// <inheritdoc/>
    public static bool SpeaksHttp => true;

    /// <inheritdoc/>
    public EndPoint Server => new IPEndPoint(IPAddress.Loopback, server.Port);

    /// <inheritdoc/>
    /// <remarks>The server itself asks for no key and does not look at one.</remarks>
    public string Secret => "ck-opensesame-4711";

    /// <summary>Where the server answers, ending in <c>/</c>.</summary>
    public Uri Address => server.Address;

    /// <summary>The name with which the test's collections begin.</summary>
    public string Collection { get; } = $"test-{Guid.NewGuid():N}";

    public override IVectorStore CreateStore() => CreateStore([]);

    /// <summary>A store with these keys in its section, over where the server is.</summary>
    public IVectorStore CreateStore(Dictionary<string, string?> settings) => new ChromaVectorStore(CreateContext(settings));

    /// <inheritdoc/>
    public IVectorStore CreateStore(FaultProxy proxy, ILoggerFactory loggerFactory)
    {
        Dictionary<string, string?> settings = new()
        {
            ["host"] = "127.0.0.1",
            ["port"] = $"{proxy.EndPoint.Port}",
            ["api_key"] = Secret,
            ["tenant"] = "default_tenant",
            ["database"] = "default_database",
        };
        return new ChromaVectorStore(Context(settings, Collection, loggerFactory));
    }

    /// <summary>A connected store with these keys in its section, over where the server is.</summary>
    public async Task<IVectorStore> ConnectAsync(Dictionary<string, string?>? settings = null)
    {
        IVectorStore store = CreateStore(settings ?? []);
        await store.ConnectAsync();
        return store;
    }

    /// <summary>What the host would give.</summary>
    public VectorStoreContext CreateContext(Dictionary<string, string?> settings)
    {
        Dictionary<string, string?> all = new() { ["host"] = "127.0.0.1", ["port"] = $"{server.Port}" };
        foreach ((string key, string? value) in settings)
        {
            all[key] = value;
        }

        return Context(all, Collection);
    }

    /// <summary>What the host would give, with these keys in the section and no others.</summary>
    public static VectorStoreContext Context(
        Dictionary<string, string?> settings, string collection = "repository", ILoggerFactory? loggerFactory = null)
    {
        IConfiguration configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.ToDictionary(setting => $"vector_store:chromadb:{setting.Key}", setting => setting.Value))
            .Build();
        return new VectorStoreContext
        {
            Backend = "chromadb",
            Configuration = configuration.GetSection("vector_store:chromadb"),
            LoggerFactory = loggerFactory ?? NullLoggerFactory.Instance,
            RepositoryRoot = "/work/repository",
            DataDirectory = "/work/data",
            CollectionName = collection,
            CreateHttpHandler = () => new SocketsHttpHandler(),
        };
    }

    public override ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}

/// <summary>Collections on the older server.</summary>
public sealed class OlderChroma() : ChromaTestBackend(ChromaServers.Require(ChromaVersion.Older));

/// <summary>Collections on the newer server.</summary>
public sealed class NewerChroma() : ChromaTestBackend(ChromaServers.Require(ChromaVersion.Newer));
