using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using VectorHost.Abstractions;

namespace VectorHost.Plugins.Pinecone.Tests;

/// <summary>What the host gives to a store.</summary>
internal static class PineconeContexts
{
    public static VectorStoreContext Create(
        Dictionary<string, string?> section, string collectionName, ILoggerFactory loggerFactory, Func<HttpMessageHandler>? createHttpHandler = null)
    {
        Dictionary<string, string?> settings = section.ToDictionary(setting => $"vector_store:pinecone:{setting.Key}", setting => setting.Value);
        return new VectorStoreContext
        {
            Backend = "pinecone",
            Configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build().GetSection("vector_store:pinecone"),
            LoggerFactory = loggerFactory,
            RepositoryRoot = Path.GetTempPath(),
            DataDirectory = Path.GetTempPath(),
            CollectionName = collectionName,
            CreateHttpHandler = createHttpHandler ?? (static () => new SocketsHttpHandler()),
        };
    }
}
