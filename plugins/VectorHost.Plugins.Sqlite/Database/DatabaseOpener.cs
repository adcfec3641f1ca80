using VectorHost.Abstractions;

namespace VectorHost.Plugins.Sqlite.Database;

/// <summary>Opens the database file as well as its surroundings allow.</summary>
internal sealed class DatabaseOpener(SqliteSettings settings, SqliteFailures failures)
{
    /// <summary>Opens the file for writing, or for reading where it can only be read; creates it where it is missing.</summary>
    /// <exception cref="SqliteException">Another process is in the way, or the file is unusable.</exception>
    /// <exception cref="VectorStoreException">The file is not ours, or nothing can be created there.</exception>
    public (SqliteConnection Connection, SqliteAccess Access) OpenFirst()
    {
        CreateFolder();
        try
        {
            SqliteConnection connection = Open(SqliteAccess.ReadWrite, CheckAndLimit);
            return (connection, connection.IsReadOnly ? SqliteAccess.ReadOnly : SqliteAccess.ReadWrite);
        }
        catch (SqliteException exception) when (exception.IsUnwritable && File.Exists(settings.Path))
        {
            // The file is there, but the files beside it, by which readers and writers find each other, cannot be made.
            if (File.Exists(settings.Path + "-wal"))
            {
                throw failures.NeedsRecovery();
            }

            return (Open(SqliteAccess.Immutable, CheckAndLimit), SqliteAccess.Immutable);
        }
    }

    /// <summary>Opens one more connection for reading to a file that was opened before.</summary>
    public SqliteConnection OpenReader(SqliteAccess access) =>
        Open(access is SqliteAccess.Immutable ? access : SqliteAccess.ReadOnly, static _ => { });

    private SqliteConnection Open(SqliteAccess access, Action<SqliteConnection> prepare)
    {
        SqliteConnection connection = SqliteConnection.Open(settings.Path, access);
        try
        {
            prepare(connection);
            Schema.Configure(connection);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private void CheckAndLimit(SqliteConnection connection)
    {
        Schema.Ensure(connection, failures);
        if (settings.MaxPageCount is int pages)
        {
            connection.Execute($"PRAGMA max_page_count = {pages}");
        }
    }

    private void CreateFolder()
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(settings.Path)!);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw failures.CannotOpen(exception.Message);
        }
    }
}
