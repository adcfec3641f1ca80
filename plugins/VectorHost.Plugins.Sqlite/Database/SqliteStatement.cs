using System.Text;
using SQLitePCL;
using VectorHost.Plugins.Sqlite.Records;

namespace VectorHost.Plugins.Sqlite.Database;

/// <summary>
/// A prepared statement in use. Disposing it rewinds it and hands it back to its connection, which keeps it for the
/// next time. Parameters count from 1, columns from 0, as SQLite does.
/// </summary>
/// <remarks>Spans that columns return are valid until the next step.</remarks>
internal sealed class SqliteStatement : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly sqlite3_stmt _handle;
    private byte[] _buffer = [];

    internal SqliteStatement(SqliteConnection connection, sqlite3_stmt handle)
    {
        _connection = connection;
        _handle = handle;
    }

    public void Bind(int parameter, long value) => _connection.Check(raw.sqlite3_bind_int64(_handle, parameter, value));

    /// <exception cref="EncoderFallbackException">The text holds an unpaired surrogate.</exception>
    public void Bind(int parameter, string value)
    {
        int length = StrictUtf8.Encoding.GetByteCount(value);
        if (_buffer.Length < length)
        {
            _buffer = new byte[Math.Max(length, 1024)];
        }

        StrictUtf8.Encoding.GetBytes(value, _buffer);
        BindUtf8(parameter, _buffer.AsSpan(0, length));
    }

    /// <summary>Binds bytes as text, valid UTF-8 or not; NUL is a character like any other.</summary>
    public void BindUtf8(int parameter, ReadOnlySpan<byte> value) => _connection.Check(value.IsEmpty
        ? raw.sqlite3_bind_text(_handle, parameter, "")
        : raw.sqlite3_bind_text(_handle, parameter, value));

    public void Bind(int parameter, ReadOnlySpan<byte> value) =>
        _connection.Check(raw.sqlite3_bind_blob(_handle, parameter, value));

    /// <summary>Binds an id as 16 bytes whose order is that of the ids.</summary>
    public void Bind(int parameter, Guid value)
    {
        Span<byte> bytes = stackalloc byte[16];
        value.TryWriteBytes(bytes, bigEndian: true, out _);
        Bind(parameter, bytes);
    }

    /// <summary>Goes to the next row.</summary>
    /// <returns>False after the last.</returns>
    public bool Step()
    {
        int code = raw.sqlite3_step(_handle);
        if (code is raw.SQLITE_ROW)
        {
            return true;
        }

        return code is raw.SQLITE_DONE ? false : throw _connection.Failure(code);
    }

    /// <summary>Runs a statement that is repeated with other parameters, to its end.</summary>
    public void Run()
    {
        while (Step())
        {
            // Whatever the statement returns is not wanted.
        }

        Rewind();
    }

    /// <summary>Runs a statement that is of use where it succeeds, and does no harm where it fails.</summary>
    public void TryRun()
    {
        _ = raw.sqlite3_step(_handle);
        Rewind();
    }

    /// <summary>Makes the statement ready to run again.</summary>
    public void Rewind() => _ = raw.sqlite3_reset(_handle); // Repeats the error of the last step, which has been thrown.

    public long GetInt64(int column) => raw.sqlite3_column_int64(_handle, column);

    public int GetInt32(int column) => raw.sqlite3_column_int(_handle, column);

    public string GetText(int column) => Encoding.UTF8.GetString(GetBytes(column));

    /// <exception cref="SqliteException">It is not of 16 bytes.</exception>
    public Guid GetGuid(int column) => GetBytes(column) is { Length: 16 } bytes
        ? new Guid(bytes, bigEndian: true)
        : throw new SqliteException(raw.SQLITE_CORRUPT, "an id is not of 16 bytes");

    /// <summary>The bytes of a blob, or of a text in UTF-8.</summary>
    public ReadOnlySpan<byte> GetBytes(int column) => raw.sqlite3_column_blob(_handle, column);

    /// <inheritdoc/>
    public void Dispose()
    {
        Rewind();
        _ = raw.sqlite3_clear_bindings(_handle);
    }

    internal void Close() => _handle.Dispose();
}
