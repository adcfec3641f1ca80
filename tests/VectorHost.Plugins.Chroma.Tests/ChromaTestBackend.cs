using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using VectorHost.Abstractions;
using VectorHost.Conformance;
using VectorHost.TestServers.Chroma;

namespace VectorHost.Plugins.Chroma.Tests;

/// <summary>Collections of its own on a running server.</summary>
public abstract class ChromaTestBackend(int port) : TestBackend
{
    /// <summary>Where the server answers.</summary>
    public int Port => port;

    /// <summary>The name with which the test's collections begin.</summary>
    public string Collection { get; } = $"test-{Guid.NewGuid():N}";

    public override IVectorStore CreateStore() => CreateStore([]);

    /// <summary>A store with these keys in its section, besides where the server is.</summary>
    public IVectorStore CreateStore(Dictionary<string, string?> settings) => new ChromaVectorStore(CreateContext(settings));

    /// <summary>A connected store with these keys in its section, besides where the server is.</summary>
    public async Task<IVectorStore> ConnectAsync(Dictionary<string, string?>? settings = null)
    {
        IVectorStore store = CreateStore(settings ?? []);
        await store.ConnectAsync();
        return store;
    }

    /// <summary>What the host would give.</summary>
    public VectorStoreContext CreateContext(Dictionary<string, string?> settings) =>
        Context(new Dictionary<string, string?>(settings) { ["host"] = "127.0.0.1", ["port"] = $"{port}" }, Collection);

    /// <summary>What the host would give, with these keys in the section and no others.</summary>
    public static VectorStoreContext Context(Dictionary<string, string?> settings, string collection = "repository") => new()
    {
        Backend = "chromadb",
        Configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.ToDictionary(setting => $"vector_store:chromadb:{setting.Key}".TrimEnd(':'), setting => setting.Value))
            .Build()
            .GetSection("vector_store:chromadb"),
        LoggerFactory = NullLoggerFactory.Instance,
        RepositoryRoot = "/work/repository",
        DataDirectory = "/work/data",
        CollectionName = collection,
        CreateHttpHandler = () => new SocketsHttpHandler(),
    };

    public override ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}

/// <summary>Collections on the older server.</summary>
public sealed class OlderChroma() : ChromaTestBackend(ChromaServers.Require(ChromaVersion.Older).Port);

/// <summary>Collections on the newer server.</summary>
public sealed class NewerChroma() : ChromaTestBackend(ChromaServers.Require(ChromaVersion.Newer).Port);
