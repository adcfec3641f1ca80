using VectorHost.Abstractions;
using VectorHost.Plugins.Sqlite.Database;

namespace VectorHost.Plugins.Sqlite.Records;

/// <summary>Goes through the records that match a filter, page by page, so that memory stays bounded.</summary>
internal sealed class RecordCursor : IDisposable
{
    private const int MaxPageRecords = 256;
    private const long MaxPageBytes = 1 << 20;

    private readonly RecordColumns _columns;
    private readonly SqliteStatement _statement;

    private RecordCursor(RecordColumns columns, SqliteStatement statement)
    {
        _columns = columns;
        _statement = statement;
    }

    /// <summary>Whether every record has been read.</summary>
    public bool IsAtEnd { get; private set; }

    /// <summary>Begins at the first record.</summary>
    public static RecordCursor Open(SqliteConnection connection, RecordFilter filter, RecordParts parts)
    {
        FilterSql condition = FilterSql.Prepare(connection, filter);
        RecordColumns columns = new(parts);
        SqliteStatement statement = connection.Prepare($"{columns.Select} WHERE {condition.Condition}");
        condition.Bind(statement);
        return new RecordCursor(columns, statement);
    }

    /// <summary>Reads the next records, at most a page of them.</summary>
    public List<ChunkRecord> ReadPage(CancellationToken cancellationToken)
    {
        List<ChunkRecord> page = [];
        long bytes = 0;
        while (page.Count < MaxPageRecords && bytes < MaxPageBytes)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!_statement.Step())
            {
                IsAtEnd = true;
                break;
            }

            ChunkRecord record = _columns.Read(_statement);
            bytes += ((record.Text?.Length ?? 0) * sizeof(char)) + (record.Embedding.Length * sizeof(float));
            page.Add(record);
        }

        return page;
    }

    /// <inheritdoc/>
    public void Dispose() => _statement.Dispose();
}
