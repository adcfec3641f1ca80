using VectorHost.Abstractions;
using VectorHost.Plugins.Sqlite.Database;

namespace VectorHost.Plugins.Sqlite.Records;

/// <summary>Goes through the records that match a filter, page by page, so that memory stays bounded.</summary>
internal sealed class RecordCursor : IDisposable
{
    private const int MaxPageRecords = 256;
    private const long MaxPageBytes = 1 << 20;

    // So many ids are looked up one by one in less time than they are put into a table and joined with it.
    private const int FewIds = 64;

    private readonly RecordColumns _columns;
    private readonly SqliteStatement _statement;
    private readonly Guid[]? _ids;
    private int _nextId;

    private RecordCursor(RecordColumns columns, SqliteStatement statement, Guid[]? ids)
    {
        _columns = columns;
        _statement = statement;
        _ids = ids;
    }

    /// <summary>Whether every record has been read.</summary>
    public bool IsAtEnd { get; private set; }

    /// <summary>Begins at the first record.</summary>
    public static RecordCursor Open(SqliteConnection connection, RecordFilter filter, RecordParts parts)
    {
        RecordColumns columns = new(parts);
        if (filter is { Ids.Count: <= FewIds, Repositories: null, Paths: null, PathPrefix: null or "" })
        {
            return new RecordCursor(columns, connection.Prepare($"{columns.Select} WHERE chunk.id = ?"), Distinct(filter.Ids));
        }

        FilterSql condition = FilterSql.Prepare(connection, filter);
        SqliteStatement statement = connection.Prepare($"{columns.Select} WHERE {condition.Condition}");
        condition.Bind(statement);
        return new RecordCursor(columns, statement, ids: null);
    }

    /// <summary>Reads the next records, at most a page of them.</summary>
    public List<ChunkRecord> ReadPage(CancellationToken cancellationToken)
    {
        List<ChunkRecord> page = [];
        long bytes = 0;
        while (page.Count < MaxPageRecords && bytes < MaxPageBytes)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!MoveNext())
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

    // Written out for arrays: a set would be compiled anew in every process.
    private static Guid[] Distinct(IReadOnlyCollection<Guid> ids)
    {
        Guid[] distinct = new Guid[ids.Count];
        int count = 0;
        foreach (Guid id in ids)
        {
            int known = 0;
            while (known < count && distinct[known] != id)
            {
                known++;
            }

            distinct[known] = id;
            count = Math.Max(count, known + 1);
        }

        return distinct[..count];
    }

    private bool MoveNext()
    {
        if (_ids is null)
        {
            return _statement.Step();
        }

        while (_nextId < _ids.Length)
        {
            _statement.Rewind();
            _statement.Bind(1, _ids[_nextId++]);
            if (_statement.Step())
            {
                return true;
            }
        }

        return false;
    }
}
