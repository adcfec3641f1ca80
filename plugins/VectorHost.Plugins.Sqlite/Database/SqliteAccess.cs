namespace VectorHost.Plugins.Sqlite.Database;

/// <summary>How a database file is opened.</summary>
internal enum SqliteAccess
{
    /// <summary>For reading and writing; the file is created where it is missing.</summary>
    ReadWrite,

    /// <summary>For reading, beside others who may be writing.</summary>
    ReadOnly,

    /// <summary>
    /// For reading a file in a folder where nothing can be written, not even the files by which SQLite coordinates
    /// readers and writers: nobody else may write it meanwhile.
    /// </summary>
    Immutable,
}
