using SQLitePCL;

namespace VectorHost.Plugins.Sqlite.Database;

/// <summary>
/// One connection to a database file: a thin layer over SQLite's C interface. Used by one thread at a time, except
/// <see cref="Interrupt"/>.
/// </summary>
internal sealed class SqliteConnection : IDisposable
{
    private readonly sqlite3 _handle;
    private readonly Dictionary<string, SqliteStatement> _statements = [];

    private SqliteConnection(sqlite3 handle)
    {
        _handle = handle;
    }

    /// <summary>The version of the SQLite library.</summary>
    public static string LibraryVersion
    {
        get
        {
            SqliteLibrary.Initialize();
            return raw.sqlite3_libversion().utf8_to_string();
        }
    }

    /// <summary>Whether the file turned out to be readable only, whatever was asked for.</summary>
    public bool IsReadOnly => raw.sqlite3_db_readonly(_handle, "main") == 1;

    /// <summary>How many rows the last INSERT, UPDATE or DELETE changed.</summary>
    public int ChangedRows => raw.sqlite3_changes(_handle);

    /// <summary>The number of the row that was inserted last.</summary>
    public long LastInsertedRow => raw.sqlite3_last_insert_rowid(_handle);

    /// <summary>Opens a connection. Nothing is read yet, so a file that is no database shows later.</summary>
    /// <exception cref="SqliteException">The file cannot be opened.</exception>
    public static SqliteConnection Open(string path, SqliteAccess access)
    {
        SqliteLibrary.Initialize();
        int flags = raw.SQLITE_OPEN_NOMUTEX | access switch
        {
            SqliteAccess.ReadWrite => raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE,
            SqliteAccess.ReadOnly => raw.SQLITE_OPEN_READONLY,
            _ => raw.SQLITE_OPEN_READONLY | raw.SQLITE_OPEN_URI,
        };
        string name = access is SqliteAccess.Immutable ? $"{UriOf(path)}?immutable=1" : path;
        int code = raw.sqlite3_open_v2(name, out sqlite3 handle, flags, vfs: null);
        SqliteConnection connection = new(handle);
        if (code is not raw.SQLITE_OK)
        {
            using (connection)
            {
                throw connection.Failure(code);
            }
        }

        _ = raw.sqlite3_extended_result_codes(handle, 1);
        return connection;
    }

    /// <summary>Prepares a statement, or takes up one that was prepared before; dispose it after use.</summary>
    public SqliteStatement Prepare(string sql)
    {
        if (!_statements.TryGetValue(sql, out SqliteStatement? statement))
        {
            Check(raw.sqlite3_prepare_v2(_handle, sql, out sqlite3_stmt handle));
            statement = new SqliteStatement(this, handle);
            _statements.Add(sql, statement);
        }

        return statement;
    }

    /// <summary>Runs statements without parameters, one after the other; their rows are not wanted.</summary>
    public void Execute(string sql) => Check(raw.sqlite3_exec(_handle, sql));

    /// <summary>Runs a statement without parameters that is needed again and again; it is prepared once.</summary>
    public void Run(string sql)
    {
        using SqliteStatement statement = Prepare(sql);
        statement.Run();
    }

    /// <summary>Runs a statement that needs a lock; it is prepared once.</summary>
    /// <returns>False where another connection holds the lock.</returns>
    public bool TryRun(string sql)
    {
        using SqliteStatement statement = Prepare(sql);
        try
        {
            statement.Run();
            return true;
        }
        catch (SqliteException exception) when (exception.IsBusy)
        {
            return false;
        }
    }

    /// <summary>The first column of the first row.</summary>
    public long QueryInt64(string sql)
    {
        using SqliteStatement statement = Prepare(sql);
        return statement.Step() ? statement.GetInt64(0) : 0;
    }

    /// <summary>The first column of the first row.</summary>
    public string QueryText(string sql)
    {
        using SqliteStatement statement = Prepare(sql);
        return statement.Step() ? statement.GetText(0) : "";
    }

    /// <summary>Gives up the transaction, where one is open. A roll-back that fails happens when the file is next opened.</summary>
    public void Rollback()
    {
        if (raw.sqlite3_get_autocommit(_handle) == 0)
        {
            using SqliteStatement statement = Prepare("ROLLBACK");
            statement.TryRun();
        }
    }

    /// <summary>Ends whatever runs on this connection as soon as possible. May be called from any thread.</summary>
    public void Interrupt() => raw.sqlite3_interrupt(_handle);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (SqliteStatement statement in _statements.Values)
        {
            statement.Close();
        }

        _statements.Clear();
        _handle.Dispose();
    }

    internal void Check(int code)
    {
        if (code is not raw.SQLITE_OK)
        {
            throw Failure(code);
        }
    }

    /// <summary>The file's address, every character but separators escaped: <see cref="Uri"/> would take %, ? and # for its own.</summary>
    private static string UriOf(string path)
    {
        string[] names = path.Split(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar);
        return $"file:///{string.Join('/', names.Select(Uri.EscapeDataString)).TrimStart('/')}";
    }

    internal SqliteException Failure(int code) => new(code, raw.sqlite3_errmsg(_handle).utf8_to_string());
}
