using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using VectorHost.Abstractions;
using VectorHost.Conformance;

namespace Company.Backend.Tests;

/// <summary>One fresh, empty place to keep records in: a folder. Every test gets its own.</summary>
public sealed class MemoryTestBackend : TestBackend
{
    private readonly string _folder = Directory.CreateTempSubdirectory("company-backend-").FullName;

    /// <summary>Makes a store over this state; several share it.</summary>
    public override IVectorStore CreateStore() => CreateStore([]);

    /// <summary>Makes a store with these keys in its section of the configuration.</summary>
    public IVectorStore CreateStore(Dictionary<string, string?> settings) => new MemoryVectorStore(new VectorStoreContext
    {
        Backend = "company-backend",
        Configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.ToDictionary(setting => $"vector_store:company-backend:{setting.Key}", setting => setting.Value))
            .Build()
            .GetSection("vector_store:company-backend"),
        LoggerFactory = NullLoggerFactory.Instance,
        RepositoryRoot = _folder,
        DataDirectory = Path.Combine(_folder, "data"),
        CollectionName = "repository",
        CreateHttpHandler = () => new SocketsHttpHandler(),
    });

    /// <summary>Removes the state. For a server: deletes the collection.</summary>
    public override ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
