using Microsoft.Extensions.Logging;

namespace VectorHost.Plugins.Chroma;

/// <summary>What the store writes to the log.</summary>
internal static partial class ChromaStoreLog
{
    [LoggerMessage(1, LogLevel.Debug, "Connected to Chroma {Version} at {Address}, tenant {Tenant}, database {Database}, collection {Collection}")]
    public static partial void Connected(ILogger logger, string version, Uri address, string tenant, string database, string collection);

    [LoggerMessage(2, LogLevel.Debug, "Chroma's index gave {Found} of {Expected} records of repository {Repository}: comparing vectors one by one")]
    public static partial void IndexIncomplete(ILogger logger, int found, int expected, string repository);

    [LoggerMessage(3, LogLevel.Warning, "Chroma's index of repository {Repository} is damaged: comparing vectors one by one. Indexing the repository anew repairs it. {Reason}")]
    public static partial void IndexDamaged(ILogger logger, string repository, string reason);

    [LoggerMessage(4, LogLevel.Warning, "The API key is sent to {Host} without TLS: set vector_store.chromadb.ssl where others can listen")]
    public static partial void KeyWithoutTls(ILogger logger, string host);
}
