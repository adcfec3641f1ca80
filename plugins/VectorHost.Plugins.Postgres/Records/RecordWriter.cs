using System.Runtime.CompilerServices;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using VectorHost.Abstractions;
using VectorHost.Plugins.Postgres.Connections;
using VectorHost.Plugins.Postgres.Tables;

namespace VectorHost.Plugins.Postgres.Records;

/// <summary>What changes the tables, each within a transaction that the caller began.</summary>
/// <param name="names">The tables.</param>
internal sealed class RecordWriter(CollectionNames names)
{
    /// <summary>Saves records and their repository's metadata.</summary>
    /// <exception cref="VectorStoreException">The vectors do not fit those that the repository has, or a text cannot be stored.</exception>
    public async Task SaveAsync(
        NpgsqlConnection connection, IReadOnlyList<ChunkRecord> records, IndexMetadata metadata, CancellationToken cancellationToken)
    {
        int dimensions = metadata.Embedder.Dimensions;
        string repository = StoredText.Encode(metadata.Repository);
        Check(records, dimensions);
        if (records.Count > 0)
        {
            await StageAsync(connection, records, cancellationToken).ConfigureAwait(false);
        }

        // Only now, so that writers of one repository wait for each other as short as may be.
        await LockAsync(connection, repository, cancellationToken).ConfigureAwait(false);
        if (records.Count > 0)
        {
            await CheckStoredDimensionsAsync(connection, metadata.Repository, dimensions, cancellationToken).ConfigureAwait(false);
            await connection.ExecuteAsync(cancellationToken, UpsertChunks(repository, dimensions), UpsertRepository(repository, metadata, recordsChange: true)).ConfigureAwait(false);
        }
        else
        {
            await connection.ExecuteAsync(cancellationToken, UpsertRepository(repository, metadata, recordsChange: false)).ConfigureAwait(false);
        }
    }

    /// <summary>Deletes the records that match.</summary>
    public Task DeleteAsync(NpgsqlConnection connection, RecordFilter filter, CancellationToken cancellationToken)
    {
        FilterSql condition = new(filter);
        return connection.ExecuteAsync(cancellationToken, Sql.Statement($"DELETE FROM {names.Chunk} WHERE {condition.Condition}", condition.Parameters));
    }

    /// <summary>Deletes everything of one repository, or of all.</summary>
    public async Task ClearAsync(NpgsqlConnection connection, string? repository, CancellationToken cancellationToken)
    {
        if (repository is null)
        {
            // Keeps writers out, and lets readers go on. In the order in which writers touch the tables.
            await connection.ExecuteAsync(
                cancellationToken,
                Sql.Statement($"LOCK TABLE {names.Chunk}, {names.Repository} IN SHARE ROW EXCLUSIVE MODE"),
                Sql.Statement($"DELETE FROM {names.Chunk}"),
                Sql.Statement($"DELETE FROM {names.Repository}")).ConfigureAwait(false);
            return;
        }

        string name = StoredText.Encode(repository);
        await LockAsync(connection, name, cancellationToken).ConfigureAwait(false);
        await connection.ExecuteAsync(
            cancellationToken,
            Sql.Statement($"DELETE FROM {names.Chunk} WHERE repository = $1", Sql.Text(name)),
            Sql.Statement($"DELETE FROM {names.Repository} WHERE name = $1", Sql.Text(name))).ConfigureAwait(false);
    }

    private static void Check(IReadOnlyList<ChunkRecord> records, int dimensions)
    {
        foreach (ChunkRecord record in records)
        {
            if (record.Embedding.Length != dimensions)
            {
                throw new VectorStoreException(StoreFailureKind.Mismatch,
                    $"The vector of {record.Path}:{record.StartLine} has {record.Embedding.Length} dimensions where its repository's have {dimensions}.");
            }

            if (!StoredText.IsValid(record.Path) || !StoredText.IsValid(record.Language) || !StoredText.IsValid(record.Text ?? ""))
            {
                throw new VectorStoreException(StoreFailureKind.InvalidRecord,
                    $"The chunk at line {record.StartLine} of '{record.Path}' holds half a character (an unpaired surrogate), which cannot be stored.");
            }
        }
    }

    /// <summary>Keeps other writers of the repository out until the transaction ends.</summary>
    private Task LockAsync(NpgsqlConnection connection, string repository, CancellationToken cancellationToken) => connection.ExecuteAsync(
        cancellationToken, Sql.Statement("SELECT pg_advisory_xact_lock(hashtextextended($1, 1))", Sql.Text($"{names.LockName}/{repository}")));

    private async Task CheckStoredDimensionsAsync(NpgsqlConnection connection, string repository, int dimensions, CancellationToken cancellationToken)
    {
        int? stored = await connection.ScalarAsync<int?>(
            Sql.Statement(
                $"SELECT dimensions FROM {names.Repository} WHERE name = $1 AND EXISTS (SELECT 1 FROM {names.Chunk} WHERE repository = $1)",
                Sql.Text(StoredText.Encode(repository))),
            cancellationToken).ConfigureAwait(false);
        if (stored is not null && stored != dimensions)
        {
            throw new VectorStoreException(StoreFailureKind.Mismatch,
                $"Repository '{repository}' holds vectors of {stored} dimensions, and those to be saved have {dimensions}. "
                + "Clear the repository and index it again, or go back to the embedder that it was indexed with.");
        }
    }

    private NpgsqlBatchCommand UpsertRepository(string repository, IndexMetadata metadata, bool recordsChange) => Sql.Statement(
        $"""
        INSERT INTO {names.Repository} AS repository (name, dimensions, metadata) VALUES ($1, $2, $3::json)
        ON CONFLICT (name) DO UPDATE SET
            metadata = excluded.metadata, dimensions = {(recordsChange ? "excluded" : "repository")}.dimensions
        """,
        Sql.Text(repository),
        Sql.Integer(metadata.Embedder.Dimensions),
        Sql.Text(JsonSerializer.Serialize(metadata, MetadataJsonContext.Default.IndexMetadata)));

    /// <summary>
    /// Takes the staged records over. What is there already, to the bit, is not written again: a row that is written
    /// anew is written anew into every index too. In the order of ids, so that two writers do not block each other.
    /// </summary>
    private NpgsqlBatchCommand UpsertChunks(string repository, int dimensions) => Sql.Statement(
        $"""
        INSERT INTO {names.Chunk} AS chunk
            (id, repository, path, start_line, end_line, file_hash, chunk_hash, language, text, dimensions, embedding)
        SELECT id, $1, path, start_line, end_line, file_hash, chunk_hash, language, text, $2, embedding::{names.Vector}
        FROM {names.Staging} ORDER BY id
        ON CONFLICT (id) DO UPDATE SET
            repository = excluded.repository, path = excluded.path, start_line = excluded.start_line, end_line = excluded.end_line,
            file_hash = excluded.file_hash, chunk_hash = excluded.chunk_hash, language = excluded.language, text = excluded.text,
            dimensions = excluded.dimensions, embedding = excluded.embedding
        WHERE (chunk.repository, chunk.path, chunk.start_line, chunk.end_line, chunk.file_hash, chunk.chunk_hash, chunk.language, chunk.text, {names.VectorSend}(chunk.embedding))
            IS DISTINCT FROM (excluded.repository, excluded.path, excluded.start_line, excluded.end_line, excluded.file_hash, excluded.chunk_hash, excluded.language, excluded.text, {names.VectorSend}(excluded.embedding))
        """,
        Sql.Text(repository),
        Sql.Integer(dimensions));

    private async Task StageAsync(NpgsqlConnection connection, IReadOnlyList<ChunkRecord> records, CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync(
            cancellationToken,
            Sql.Statement("SET LOCAL client_min_messages = warning"),
            Sql.Statement($"""
                CREATE TEMPORARY TABLE IF NOT EXISTS {names.Staging} (
                    id uuid, path text COLLATE "C", start_line integer, end_line integer, file_hash text, chunk_hash text,
                    language text, text text, embedding real[])
                ON COMMIT DELETE ROWS
                """)).ConfigureAwait(false);
        NpgsqlBinaryImporter import = await connection.BeginBinaryImportAsync(
            $"COPY {names.Staging} (id, path, start_line, end_line, file_hash, chunk_hash, language, text, embedding) FROM STDIN (FORMAT BINARY)",
            cancellationToken).ConfigureAwait(false);
        await using ConfiguredAsyncDisposable _ = import.ConfigureAwait(false);
        foreach (ChunkRecord record in records)
        {
            await WriteAsync(import, record, cancellationToken).ConfigureAwait(false);
        }

        await import.CompleteAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task WriteAsync(NpgsqlBinaryImporter import, ChunkRecord record, CancellationToken cancellationToken)
    {
        await import.StartRowAsync(cancellationToken).ConfigureAwait(false);
        await import.WriteAsync(record.Id, NpgsqlDbType.Uuid, cancellationToken).ConfigureAwait(false);
        await import.WriteAsync(StoredText.Encode(record.Path), NpgsqlDbType.Text, cancellationToken).ConfigureAwait(false);
        await import.WriteAsync(record.StartLine, NpgsqlDbType.Integer, cancellationToken).ConfigureAwait(false);
        await import.WriteAsync(record.EndLine, NpgsqlDbType.Integer, cancellationToken).ConfigureAwait(false);
        await import.WriteAsync(StoredText.Encode(record.FileHash), NpgsqlDbType.Text, cancellationToken).ConfigureAwait(false);
        await import.WriteAsync(StoredText.Encode(record.ChunkHash), NpgsqlDbType.Text, cancellationToken).ConfigureAwait(false);
        await import.WriteAsync(StoredText.Encode(record.Language), NpgsqlDbType.Text, cancellationToken).ConfigureAwait(false);
        await import.WriteAsync(StoredText.Encode(record.Text ?? ""), NpgsqlDbType.Text, cancellationToken).ConfigureAwait(false);
        await import.WriteAsync(Sql.ToArray(record.Embedding), NpgsqlDbType.Array | NpgsqlDbType.Real, cancellationToken).ConfigureAwait(false);
    }
}
