using Microsoft.Extensions.Logging;

namespace VectorHost.Plugins.Pinecone;

/// <summary>What the store writes to the log.</summary>
internal static partial class PineconeStoreLog
{
    [LoggerMessage(1, LogLevel.Debug, "Index {Index} of {Dimension} dimensions is at {Host}")]
    public static partial void IndexFound(ILogger logger, string index, int dimension, string host);

    [LoggerMessage(2, LogLevel.Information, "Creating index {Index} of {Dimension} dimensions in {Region} of {Cloud}")]
    public static partial void CreatingIndex(ILogger logger, string index, int dimension, string region, string cloud);

    [LoggerMessage(3, LogLevel.Debug, "Index {Index} is {State}; waiting")]
    public static partial void WaitingForIndex(ILogger logger, string index, string state);

    [LoggerMessage(4, LogLevel.Information, "Index {Index} is empty and has {OldDimension} dimensions; making it anew with {NewDimension}")]
    public static partial void ReplacingIndex(ILogger logger, string index, int oldDimension, int newDimension);

    [LoggerMessage(5, LogLevel.Debug, "Write {Sequence} of namespace {Namespace} was visible after {Probes} questions")]
    public static partial void Visible(ILogger logger, long sequence, string @namespace, int probes);

    [LoggerMessage(6, LogLevel.Warning, "Pinecone gives no sequence numbers for namespace {Namespace}: a read may miss a write of a moment ago")]
    public static partial void NoSequenceNumbers(ILogger logger, string @namespace);

    [LoggerMessage(7, LogLevel.Debug, "Namespace {Namespace} has too many equal scores or near paths for one query; comparing with every record")]
    public static partial void Scanning(ILogger logger, string @namespace);
}
