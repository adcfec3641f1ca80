using System.Diagnostics.CodeAnalysis;
using SQLitePCL;

namespace VectorHost.Plugins.Sqlite.Database;

/// <summary>
/// SQLite refused a call. Never leaves the plugin: <see cref="SqliteFailures"/> turns it into what the host knows.
/// </summary>
[SuppressMessage("Design", "CA1064", Justification = "Caught within the plugin, always: it must not be known outside.")]
internal sealed class SqliteException(int code, string message) : Exception(message)
{
    /// <summary>The extended result code, see https://sqlite.org/rescode.html.</summary>
    public int Code { get; } = code;

    /// <summary>The primary result code: the low byte of the extended one.</summary>
    public int PrimaryCode => Code & 0xFF;

    /// <summary>Whether another connection holds a lock that is needed.</summary>
    public bool IsBusy => PrimaryCode is raw.SQLITE_BUSY or raw.SQLITE_LOCKED;

    /// <summary>Whether <see cref="SqliteConnection.Interrupt"/> ended the statement.</summary>
    public bool IsInterrupted => PrimaryCode is raw.SQLITE_INTERRUPT;

    /// <summary>Whether something that had to be opened for writing could not be.</summary>
    public bool IsUnwritable => PrimaryCode is raw.SQLITE_CANTOPEN or raw.SQLITE_READONLY or raw.SQLITE_PERM;
}
