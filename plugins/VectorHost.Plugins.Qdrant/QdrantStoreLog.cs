using Microsoft.Extensions.Logging;

namespace VectorHost.Plugins.Qdrant;

/// <summary>What the store writes to the log.</summary>
internal static partial class QdrantStoreLog
{
    [LoggerMessage(1, LogLevel.Debug, "Connected to Qdrant {Version} at {Address}, collection {Collection}")]
    public static partial void Connected(ILogger logger, Version version, Uri address, string collection);

    [LoggerMessage(2, LogLevel.Debug, "Created the collection {Collection} for vectors of {Dimensions} dimensions")]
    public static partial void CollectionCreated(ILogger logger, string collection, int dimensions);

    [LoggerMessage(3, LogLevel.Warning, "The API key is sent to {Host} without TLS: set vector_store.qdrant.https where others can listen")]
    public static partial void KeyWithoutTls(ILogger logger, string host);

    [LoggerMessage(4, LogLevel.Debug, "Resolved the path prefix {Prefix} to {Count} paths of {Collection}")]
    public static partial void PrefixResolved(ILogger logger, string prefix, int count, string collection);
}
