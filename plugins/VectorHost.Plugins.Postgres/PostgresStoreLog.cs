using Microsoft.Extensions.Logging;

namespace VectorHost.Plugins.Postgres;

/// <summary>What the store writes to the log.</summary>
internal static partial class PostgresStoreLog
{
    [LoggerMessage(1, LogLevel.Debug, "Opened collection {Collection} in schema {Schema} of {Server}")]
    public static partial void Opened(ILogger logger, string collection, string schema, string server);

    [LoggerMessage(2, LogLevel.Information, "Indexed {Count} vectors of {Dimensions} dimensions in {Milliseconds:0} ms")]
    public static partial void Indexed(ILogger logger, long count, int dimensions, double milliseconds);

    [LoggerMessage(3, LogLevel.Warning, "The vectors of {Dimensions} dimensions could not be indexed, so searches compare with every one: {Reason} To index them yourself, run: {Statement};")]
    public static partial void NotIndexed(ILogger logger, int dimensions, string reason, string statement);

    [LoggerMessage(4, LogLevel.Information, "More than {Most} vectors of {Dimensions} dimensions have no index, so searches compare with every one. To index them, run: {Statement};")]
    public static partial void TooManyToIndex(ILogger logger, long most, int dimensions, string statement);

    [LoggerMessage(5, LogLevel.Debug, "An index over vectors was kept though hardly anything is left in it: {Reason}")]
    public static partial void IndexKept(ILogger logger, string reason);
}
