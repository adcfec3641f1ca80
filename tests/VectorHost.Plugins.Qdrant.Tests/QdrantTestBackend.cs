using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using VectorHost.Abstractions;
using VectorHost.Conformance;
using VectorHost.TestServers.Faults;
using VectorHost.TestServers.Qdrant;

namespace VectorHost.Plugins.Qdrant.Tests;

/// <summary>Collections of its own on the double of the current version.</summary>
public class QdrantTestBackend : TestBackend, IRemoteTestBackend
{
    /// <summary>The name that the test's collections begin with.</summary>
    public string Collection { get; } = $"test-{Guid.NewGuid():N}";

    /// <summary>The server.</summary>
    public virtual QdrantDouble Service => SharedQdrant.Current;

    public static bool SpeaksHttp => true;

    public EndPoint Server => new IPEndPoint(IPAddress.Loopback, Service.Server.Port);

    public string Secret => SharedQdrant.ApiKey;

    public override IVectorStore CreateStore() => CreateStore([]);

    public IVectorStore CreateStore(FaultProxy proxy, ILoggerFactory loggerFactory) =>
        new QdrantVectorStore(CreateContext([], loggerFactory, proxy.CreateHttpHandler));

    /// <summary>A store with these keys in its section, beside those that name the server.</summary>
    public IVectorStore CreateStore(Dictionary<string, string?> settings, ILoggerFactory? loggerFactory = null) =>
        new QdrantVectorStore(CreateContext(settings, loggerFactory));

    /// <summary>A connected store with these keys in its section.</summary>
    public async Task<IVectorStore> ConnectAsync(Dictionary<string, string?>? settings = null)
    {
        IVectorStore store = CreateStore(settings ?? []);
        await store.ConnectAsync();
        return store;
    }

    /// <summary>What the host would give.</summary>
    public VectorStoreContext CreateContext(
        Dictionary<string, string?> settings, ILoggerFactory? loggerFactory = null, Func<HttpMessageHandler>? createHandler = null)
    {
        Dictionary<string, string?> section = new()
        {
            ["host"] = "127.0.0.1",
            ["port"] = $"{Service.Server.Port}",
            ["api_key"] = Secret,
        };
        foreach ((string key, string? value) in settings)
        {
            section[key] = value;
        }

        return CreateContext(section, Collection, loggerFactory, createHandler);
    }

    public override ValueTask DisposeAsync()
    {
        Service.RemoveCollections(name => name.StartsWith(Collection, StringComparison.Ordinal));
        GC.SuppressFinalize(this);
        Assert.That(SharedQdrant.Comparison.ProblemsOf(Collection), Is.Empty, "What Qdrant's description does not allow");
        return ValueTask.CompletedTask;
    }

    /// <summary>A context with these keys and no others.</summary>
    public static VectorStoreContext CreateContext(
        Dictionary<string, string?> section, string collection = "code", ILoggerFactory? loggerFactory = null, Func<HttpMessageHandler>? createHandler = null) => new()
        {
            Backend = "qdrant",
            Configuration = new ConfigurationBuilder()
                .AddInMemoryCollection(section.ToDictionary(setting => $"vector_store:qdrant:{setting.Key}".TrimEnd(':'), setting => setting.Value))
                .Build()
                .GetSection("vector_store:qdrant"),
            LoggerFactory = loggerFactory ?? NullLoggerFactory.Instance,
            RepositoryRoot = "/repository",
            DataDirectory = "/data",
            CollectionName = collection,
            CreateHttpHandler = createHandler ?? (() => new SocketsHttpHandler()),
        };
}
