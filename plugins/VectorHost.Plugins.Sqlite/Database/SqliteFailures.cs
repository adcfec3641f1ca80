using SQLitePCL;
using VectorHost.Abstractions;

namespace VectorHost.Plugins.Sqlite.Database;

/// <summary>Turns what SQLite and the file system report into sentences for the user: the one place that does.</summary>
internal sealed class SqliteFailures(SqliteSettings settings)
{
    private string Path => settings.Path;

    /// <summary>The failure that a result code stands for.</summary>
    public VectorStoreException From(SqliteException exception) => exception.PrimaryCode switch
    {
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => Busy(),
        raw.SQLITE_READONLY => ReadOnly(),
        raw.SQLITE_FULL => Lasting(
            $"The disk that holds {Path} is full. Free some space and run the command again: what was saved before is kept."),
        raw.SQLITE_CANTOPEN or raw.SQLITE_PERM or raw.SQLITE_AUTH => CannotOpen(exception.Message),
        raw.SQLITE_CORRUPT => Corrupt(exception.Message),
        raw.SQLITE_NOTADB => NoDatabase(),
        raw.SQLITE_TOOBIG => new VectorStoreException(StoreFailureKind.LimitExceeded,
            $"A text or vector is larger than SQLite can hold in {Path}. Exclude the file that it comes from."),
        raw.SQLITE_IOERR => new VectorStoreException(StoreFailureKind.Unavailable,
            $"Reading or writing {Path} failed ({exception.Message}, code {exception.Code}). Check the disk, and try again."),
        raw.SQLITE_NOMEM => new VectorStoreException(StoreFailureKind.Unavailable,
            $"SQLite ran out of memory while working on {Path}. Close other programs, and try again."),
        _ => Corrupt($"{exception.Message}, code {exception.Code}"),
    };

    /// <summary>Another process holds the lock for writing, and has held it for as long as we wait.</summary>
    public VectorStoreException Busy() => new(StoreFailureKind.Conflict,
        $"Another process has been writing to {Path} for more than {settings.BusyTimeout.TotalSeconds:0} seconds. "
        + "Wait until it is done, or stop it, and try again.")
    {
        IsTransient = true,
    };

    /// <summary>A write to a database that can only be read.</summary>
    public VectorStoreException ReadOnly() => Lasting(
        $"{Path} is read-only: it can be searched, but nothing can be saved or deleted. "
        + "Allow writing to the file and its folder, or set vector_store.sqlite.path to a file of your own.");

    /// <summary>The file cannot be opened.</summary>
    public VectorStoreException CannotOpen(string reason) => Lasting(
        $"{Path} cannot be opened or created ({reason}). "
        + "Check that its folder exists and may be written, or set vector_store.sqlite.path to another file.");

    /// <summary>A read-only folder holds a database with a log that was not merged, which reading would need to write.</summary>
    public VectorStoreException NeedsRecovery() => Lasting(
        $"{Path} was not closed properly and lies in a folder where nothing can be written, so that its log cannot be "
        + "merged. Open it once where writing is allowed, for example with 'vectorhost status', or copy it there with its -wal file.");

    /// <summary>The folder's file system lacks what several processes need to share a database.</summary>
    public VectorStoreException NoWriteAheadLog() => Lasting(
        $"{Path} lies on a file system without shared memory, such as a network drive, where SQLite cannot keep a "
        + "write-ahead log. Set vector_store.sqlite.path to a file on a local disk.");

    /// <summary>The file is gone from under an open store.</summary>
    public VectorStoreException Gone() => Lasting(
        $"{Path} was deleted or moved while it was in use: what is saved now would be lost. Run the command again, which makes a new file.");

    /// <summary>A file without a database's beginning: another file that was named by mistake, or ours, damaged.</summary>
    public VectorStoreException NoDatabase() => settings.IsNamed
        ? new VectorStoreException(StoreFailureKind.InvalidConfiguration,
            $"{Path} is not a database, and was left alone. Set vector_store.sqlite.path to another file. "
            + "If it was an index, it is damaged: move it away and index again.")
        : new VectorStoreException(StoreFailureKind.Corrupt,
            $"{Path} is not a database any more: it is damaged at its very beginning. Delete it and index again.");

    /// <summary>A database of another program.</summary>
    public VectorStoreException Foreign() => new(StoreFailureKind.Mismatch,
        $"{Path} is an SQLite database of another program, and was left alone. Set vector_store.sqlite.path to another file.");

    /// <summary>A database of a version of ours that is still to come.</summary>
    public VectorStoreException Newer(long format) => new(StoreFailureKind.Incompatible,
        $"{Path} has format {format}, made by a newer version; this one knows formats up to {Schema.Format}. "
        + "Update VectorHost, or set vector_store.sqlite.path to another file.");

    /// <summary>The content is damaged.</summary>
    public VectorStoreException Corrupt(string reason) => new(StoreFailureKind.Corrupt,
        $"{Path} is damaged ({reason}). Delete it together with its -wal and -shm files, and index again: "
        + "everything in it can be made again from the repositories.");

    private static VectorStoreException Lasting(string message) =>
        new(StoreFailureKind.Unavailable, message) { IsTransient = false };
}
