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

    [LoggerMessage(4, LogLevel.Debug, "The search codes of repository {Repository} could not be written, which costs time at its next search: {Reason}")]
    public static partial void CodesNotWritten(ILogger logger, string repository, string reason);

    [LoggerMessage(5, LogLevel.Warning, "{Path} is damaged, and is made anew from the database")]
    public static partial void CodesDamaged(ILogger logger, string path);
}
