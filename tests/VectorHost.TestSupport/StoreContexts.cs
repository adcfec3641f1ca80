using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Primitives;
using VectorHost.Abstractions;

namespace VectorHost.TestSupport;

/// <summary>What a store is given, for tests that do not care.</summary>
public static class StoreContexts
{
    /// <summary>A context with an empty section.</summary>
    /// <param name="backend">The backend's name.</param>
    /// <param name="directory">The repository's root, and above the data folder.</param>
    /// <param name="loggerFactory">Makes the loggers.</param>
    public static VectorStoreContext Create(string backend, string directory, ILoggerFactory? loggerFactory = null) => new()
    {
        Backend = backend,
        Configuration = new EmptySection($"vector_store:{backend}"),
        LoggerFactory = loggerFactory ?? NullLoggerFactory.Instance,
        RepositoryRoot = directory,
        DataDirectory = Path.Combine(directory, "data", backend),
        CollectionName = "repository",
        CreateHttpHandler = () => new SocketsHttpHandler(),
    };

    private sealed class EmptySection(string path) : IConfigurationSection
    {
        public string Key => path[(path.LastIndexOf(':') + 1)..];

        public string Path => path;

        public string? Value { get; set; }

        public string? this[string key]
        {
            get => null;
            set => throw new NotSupportedException();
        }

        public IConfigurationSection GetSection(string key) => new EmptySection($"{path}:{key}");

        public IEnumerable<IConfigurationSection> GetChildren() => [];

        public IChangeToken GetReloadToken() => new CancellationChangeToken(CancellationToken.None);
    }
}
