using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using VectorHost.Abstractions;

namespace VectorHost.Plugins.Postgres.Tests;

/// <summary>What the host gives to a store, with any settings.</summary>
internal static class PostgresContexts
{
    /// <summary>A context whose section has these keys; the empty one is the section's own value.</summary>
    public static VectorStoreContext Create(Dictionary<string, string?> settings, ILoggerFactory? loggerFactory = null) => new()
    {
        Backend = "postgres",
        Configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.ToDictionary(setting => $"vector_store:postgres:{setting.Key}".TrimEnd(':'), setting => setting.Value))
            .Build()
            .GetSection("vector_store:postgres"),
        LoggerFactory = loggerFactory ?? NullLoggerFactory.Instance,
        RepositoryRoot = "/repository",
        DataDirectory = "/data",
        CollectionName = "repository",
        CreateHttpHandler = () => throw new InvalidOperationException("PostgreSQL is not spoken to by HTTP."),
    };
}
