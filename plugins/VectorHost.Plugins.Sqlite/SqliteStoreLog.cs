using Microsoft.Extensions.Logging;

namespace VectorHost.Plugins.Sqlite;

/// <summary>What the store writes to the log.</summary>
internal static partial class SqliteStoreLog
{
    [LoggerMessage(1, LogLevel.Debug, "Opened {Path} ({Access}) with SQLite {Version}")]
    public static partial void Opened(ILogger logger, string path, Database.SqliteAccess access, string version);

    [LoggerMessage(2, LogLevel.Debug, "Read {Count} vectors of {Dimensions} dimensions of repository {Repository} in {Milliseconds} ms")]
    public static partial void VectorsRead(ILogger logger, int count, int dimensions, string repository, double milliseconds);

    [LoggerMessage(3, LogLevel.Debug, "{Path} is being written by another process; waiting")]
    public static partial void Waiting(ILogger logger, string path);
}
