using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using VectorHost.Abstractions;
using VectorHost.Conformance;
using VectorHost.TestSupport;

namespace VectorHost.Plugins.Sqlite.Tests;

/// <summary>A database file in a folder of its own.</summary>
public sealed class SqliteTestBackend : TestBackend
{
    /// <summary>The folder that the file is in, and everything else of the test.</summary>
    public TemporaryFolder Folder { get; } = new();

    /// <summary>The database file.</summary>
    public string DatabasePath => Folder.At("data/vectors.db");

    public override IVectorStore CreateStore() => CreateStore([]);

    /// <summary>A store with these keys in its section.</summary>
    public IVectorStore CreateStore(Dictionary<string, string?> settings) => new SqliteVectorStore(CreateContext(settings));

    /// <summary>A connected store with these keys in its section.</summary>
    public async Task<IVectorStore> ConnectAsync(Dictionary<string, string?>? settings = null)
    {
        IVectorStore store = CreateStore(settings ?? []);
        await store.ConnectAsync();
        return store;
    }

    /// <summary>What the host would give.</summary>
    public VectorStoreContext CreateContext(Dictionary<string, string?> settings) => new()
    {
        Backend = "sqlite",
        Configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.ToDictionary(setting => $"vector_store:sqlite:{setting.Key}".TrimEnd(':'), setting => setting.Value))
            .Build()
            .GetSection("vector_store:sqlite"),
        LoggerFactory = NullLoggerFactory.Instance,
        RepositoryRoot = Folder.At("repository"),
        DataDirectory = Folder.At("data"),
        CollectionName = "repository",
        CreateHttpHandler = () => throw new InvalidOperationException("An embedded store needs no HTTP."),
    };

    public override ValueTask DisposeAsync()
    {
        Folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
