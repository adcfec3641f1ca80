using VectorHost.Abstractions;

namespace VectorHost.Plugins.Sqlite.Database;

/// <summary>The tables, and how a file is known to be ours.</summary>
/// <remarks>
/// Texts and vectors are in separate tables, so that reading a repository's vectors touches no page of text. A
/// vector's row has the same number as its chunk's, and repeats the id, which breaks ties between equal scores.
/// Repository numbers are never used twice, and a generation rises by a random number, so that both together name one
/// state of a repository's records, also where a copy of the file was put back and has changed in another way since.
/// </remarks>
internal static class Schema
{
    /// <summary>The format that this version writes, kept in <c>user_version</c>.</summary>
    public const int Format = 1;

    /// <summary>Marks the file as ours: "VHST" in <c>application_id</c>.</summary>
    public const int ApplicationId = 0x56485354;

    private const string Tables = """
        CREATE TABLE repository (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL UNIQUE,
            generation INTEGER NOT NULL,
            dimensions INTEGER NOT NULL,
            metadata TEXT NOT NULL
        ) STRICT;
        CREATE TABLE chunk (
            row_id INTEGER PRIMARY KEY,
            id BLOB NOT NULL UNIQUE,
            repository_id INTEGER NOT NULL,
            path TEXT NOT NULL,
            start_line INTEGER NOT NULL,
            end_line INTEGER NOT NULL,
            file_hash TEXT NOT NULL,
            chunk_hash TEXT NOT NULL,
            language TEXT NOT NULL,
            text TEXT NOT NULL
        ) STRICT;
        CREATE INDEX chunk_by_path ON chunk (repository_id, path);
        CREATE TABLE vector (
            row_id INTEGER PRIMARY KEY,
            repository_id INTEGER NOT NULL,
            id BLOB NOT NULL,
            embedding BLOB NOT NULL
        ) STRICT;
        CREATE INDEX vector_by_repository ON vector (repository_id);
        CREATE TRIGGER chunk_changes_repository AFTER UPDATE OF repository_id ON chunk
        WHEN OLD.repository_id <> NEW.repository_id
        BEGIN
            UPDATE repository SET generation = generation + 1 + (random() & 0x7FFFFFFF) WHERE id = OLD.repository_id;
        END;
        """;

    private const string MapFile = "PRAGMA mmap_size = 1073741824";

    // Filters and the rows that they match, private to a connection: no limit of parameters applies to them.
    private const string TemporaryTables = """
        PRAGMA temp_store = MEMORY;
        CREATE TEMP TABLE wanted_repository (name TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
        CREATE TEMP TABLE wanted_path (path TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
        CREATE TEMP TABLE wanted_id (id BLOB PRIMARY KEY) STRICT, WITHOUT ROWID;
        CREATE TEMP TABLE matched (row_id INTEGER PRIMARY KEY, repository_id INTEGER NOT NULL) STRICT;
        """;

    /// <summary>Sets what a connection needs besides the file itself.</summary>
    public static void Configure(SqliteConnection connection)
    {
        connection.Execute(MapFile);
        connection.Execute(TemporaryTables);
    }

    /// <summary>Reads much of the file with little memory: what is read through a mapping counts as the process's until the system takes it back.</summary>
    public static T RunUnmapped<T>(SqliteConnection connection, Func<T> read)
    {
        connection.Execute("PRAGMA mmap_size = 0");
        try
        {
            return read();
        }
        finally
        {
            connection.Execute(MapFile);
        }
    }

    /// <summary>Checks that the file is ours, and makes it ours where it is empty.</summary>
    /// <exception cref="VectorStoreException">It is not ours, or newer, or cannot be made.</exception>
    public static void Ensure(SqliteConnection connection, SqliteFailures failures)
    {
        if (!IsEmpty(connection))
        {
            Check(connection, failures);
        }
        else if (connection.IsReadOnly)
        {
            throw failures.ReadOnly();
        }
        else
        {
            // Both take effect only before the first page is written.
            connection.Execute("PRAGMA page_size = 16384; PRAGMA auto_vacuum = INCREMENTAL");
        }

        if (!connection.IsReadOnly)
        {
            UseWriteAheadLog(connection, failures);
            Create(connection, failures);
        }
    }

    private static void UseWriteAheadLog(SqliteConnection connection, SqliteFailures failures)
    {
        if (connection.QueryText("PRAGMA journal_mode = WAL") is not "wal")
        {
            throw failures.NoWriteAheadLog();
        }

        connection.Execute("""
            PRAGMA synchronous = FULL;
            PRAGMA cache_size = -16384;
            PRAGMA journal_size_limit = 67108864;
            """);
    }

    private static void Create(SqliteConnection connection, SqliteFailures failures)
    {
        if (!IsEmpty(connection))
        {
            return;
        }

        connection.Execute("BEGIN IMMEDIATE");
        try
        {
            // Another process may have been faster.
            if (IsEmpty(connection))
            {
                connection.Execute(Tables);
                connection.Execute($"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {Format}");
            }
            else
            {
                Check(connection, failures);
            }

            connection.Execute("COMMIT");
        }
        finally
        {
            connection.Rollback();
        }
    }

    private static bool IsEmpty(SqliteConnection connection) =>
        connection.QueryInt64("PRAGMA application_id") == 0
        && connection.QueryInt64("PRAGMA user_version") == 0
        && connection.QueryInt64("SELECT count(*) FROM sqlite_schema") == 0;

    private static void Check(SqliteConnection connection, SqliteFailures failures)
    {
        if (connection.QueryInt64("PRAGMA application_id") != ApplicationId)
        {
            throw failures.Foreign();
        }

        long format = connection.QueryInt64("PRAGMA user_version");
        if (format > Format)
        {
            throw failures.Newer(format);
        }
    }
}
