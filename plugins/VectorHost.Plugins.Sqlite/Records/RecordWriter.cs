using System.Text;
using VectorHost.Abstractions;
using VectorHost.Plugins.Sqlite.Database;

namespace VectorHost.Plugins.Sqlite.Records;

/// <summary>What changes the database, each within a transaction that the caller began.</summary>
internal static class RecordWriter
{
    private const string UpsertRepository = """
        INSERT INTO repository (name, generation, dimensions, metadata) VALUES (?1, ?2 * (1 + (random() & 0x7FFFFFFF)), ?3, ?4)
        ON CONFLICT (name) DO UPDATE SET
            metadata = excluded.metadata,
            generation = generation + excluded.generation,
            dimensions = iif(excluded.generation = 0, dimensions, excluded.dimensions)
        RETURNING id
        """;

    // Neither has a trigger, returns a row, or replaces one: SQLite would then keep a journal for each single row, to undo
    // it alone, and copy every page that the row touches.
    private const string InsertChunk = """
        INSERT INTO chunk (id, repository_id, path, start_line, end_line, file_hash, chunk_hash, language, text)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
        ON CONFLICT (id) DO NOTHING
        """;

    private const string InsertVector =
        "INSERT INTO vector (row_id, repository_id, id, embedding) VALUES (?1, ?2, ?3, ?4)";

    private const string UpdateChunk = """
        UPDATE chunk SET repository_id = ?2, path = ?3, start_line = ?4, end_line = ?5, file_hash = ?6, chunk_hash = ?7,
            language = ?8, text = ?9
        WHERE id = ?1
        RETURNING row_id
        """;

    private const string ReplaceVector =
        "INSERT OR REPLACE INTO vector (row_id, repository_id, id, embedding) VALUES (?1, ?2, ?3, ?4)";

    /// <summary>Saves records and their repository's metadata.</summary>
    /// <exception cref="VectorStoreException">The vectors do not fit those that the repository has.</exception>
    public static void Save(
        SqliteConnection connection, IReadOnlyList<ChunkRecord> records, IndexMetadata metadata, CancellationToken cancellationToken)
    {
        int dimensions = metadata.Embedder.Dimensions;
        if (records.Count > 0)
        {
            CheckDimensions(connection, records, metadata.Repository, dimensions);
        }

        long repositoryId = SaveRepository(connection, metadata, recordsChange: records.Count > 0);
        using SqliteStatement insertChunk = connection.Prepare(InsertChunk);
        using SqliteStatement insertVector = connection.Prepare(InsertVector);
        foreach (ChunkRecord record in records)
        {
            cancellationToken.ThrowIfCancellationRequested();
            BindChunk(insertChunk, repositoryId, record);
            insertChunk.Run();
            if (connection.ChangedRows > 0)
            {
                SaveVector(insertVector, connection.LastInsertedRow, repositoryId, record);
            }
            else
            {
                Update(connection, repositoryId, record);
            }
        }
    }

    /// <summary>Deletes the records that match.</summary>
    public static void Delete(SqliteConnection connection, RecordFilter filter)
    {
        FilterSql condition = FilterSql.Prepare(connection, filter);
        connection.Execute("DELETE FROM temp.matched");
        using (SqliteStatement match = connection.Prepare(
            $"INSERT INTO temp.matched SELECT row_id, repository_id FROM chunk WHERE {condition.Condition}"))
        {
            condition.Bind(match);
            match.Run();
        }

        connection.Execute("""
            UPDATE repository SET generation = generation + 1 + (random() & 0x7FFFFFFF) WHERE id IN (SELECT DISTINCT repository_id FROM temp.matched);
            DELETE FROM vector WHERE row_id IN (SELECT row_id FROM temp.matched);
            DELETE FROM chunk WHERE row_id IN (SELECT row_id FROM temp.matched);
            DELETE FROM temp.matched;
            """);
    }

    /// <summary>Deletes everything of one repository, or of all, and gives the space back to the disk.</summary>
    public static void Clear(SqliteConnection connection, string? repository)
    {
        if (repository is null)
        {
            connection.Execute("DELETE FROM vector; DELETE FROM chunk; DELETE FROM repository");
        }
        else
        {
            Delete(connection, RecordFilter.ForRepository(repository));
            using SqliteStatement delete = connection.Prepare("DELETE FROM repository WHERE name = ?");
            delete.Bind(1, repository);
            delete.Run();
        }

        connection.Execute("PRAGMA incremental_vacuum");
    }

    private static void CheckDimensions(
        SqliteConnection connection, IReadOnlyList<ChunkRecord> records, string repository, int dimensions)
    {
        if (records.FirstOrDefault(record => record.Embedding.Length != dimensions) is ChunkRecord odd)
        {
            throw new VectorStoreException(StoreFailureKind.Mismatch,
                $"The vector of {odd.Path}:{odd.StartLine} has {odd.Embedding.Length} dimensions where its repository's have {dimensions}.");
        }

        using SqliteStatement query = connection.Prepare("""
            SELECT dimensions FROM repository
            WHERE name = ? AND EXISTS (SELECT 1 FROM vector WHERE repository_id = repository.id)
            """);
        query.Bind(1, repository);
        if (query.Step() && query.GetInt64(0) is long stored && stored != dimensions)
        {
            throw new VectorStoreException(StoreFailureKind.Mismatch,
                $"Repository '{repository}' holds vectors of {stored} dimensions, and those to be saved have {dimensions}. "
                + "Clear the repository and index it again, or go back to the embedder that it was indexed with.");
        }
    }

    private static long SaveRepository(SqliteConnection connection, IndexMetadata metadata, bool recordsChange)
    {
        using SqliteStatement statement = connection.Prepare(UpsertRepository);
        statement.Bind(1, metadata.Repository);
        statement.Bind(2, recordsChange ? 1 : 0);
        statement.Bind(3, metadata.Embedder.Dimensions);
        statement.Bind(4, MetadataJson.Write(metadata));
        statement.Step();
        return statement.GetInt64(0);
    }

    private static void Update(SqliteConnection connection, long repositoryId, ChunkRecord record)
    {
        using SqliteStatement chunk = connection.Prepare(UpdateChunk);
        using SqliteStatement vector = connection.Prepare(ReplaceVector);
        BindChunk(chunk, repositoryId, record);
        chunk.Step();
        SaveVector(vector, chunk.GetInt64(0), repositoryId, record);
    }

    private static void SaveVector(SqliteStatement statement, long rowId, long repositoryId, ChunkRecord record)
    {
        statement.Bind(1, rowId);
        statement.Bind(2, repositoryId);
        statement.Bind(3, record.Id);
        statement.Bind(4, VectorBytes.Of(record.Embedding.Span));
        statement.Run();
    }

    private static void BindChunk(SqliteStatement statement, long repositoryId, ChunkRecord record)
    {
        try
        {
            statement.Bind(1, record.Id);
            statement.Bind(2, repositoryId);
            statement.Bind(3, record.Path);
            statement.Bind(4, record.StartLine);
            statement.Bind(5, record.EndLine);
            statement.Bind(6, record.FileHash);
            statement.Bind(7, record.ChunkHash);
            statement.Bind(8, record.Language);
            statement.Bind(9, record.Text ?? "");
        }
        catch (EncoderFallbackException)
        {
            throw new VectorStoreException(StoreFailureKind.InvalidRecord,
                $"The chunk at line {record.StartLine} of '{record.Path}' holds half a character (an unpaired surrogate), which cannot be stored.");
        }
    }
}
