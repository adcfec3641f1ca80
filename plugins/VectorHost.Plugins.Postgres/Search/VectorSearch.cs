using System.Runtime.CompilerServices;
using Npgsql;
using VectorHost.Abstractions;
using VectorHost.Plugins.Postgres.Connections;
using VectorHost.Plugins.Postgres.Records;
using VectorHost.Plugins.Postgres.Tables;

namespace VectorHost.Plugins.Postgres.Search;

/// <summary>One search: exact, or by the index over vectors where there is one and the server thinks that it pays.</summary>
/// <param name="names">The tables.</param>
/// <param name="query">The question.</param>
internal sealed class VectorSearch(CollectionNames names, VectorQuery query)
{
    // The candidates that the index keeps at hand: pgvector's own bounds are 1 and 1,000.
    private const int FewestCandidates = 100;
    private const int MostCandidates = 1_000;

    private readonly RecordColumns _columns = new(query.Parts);

    private int Dimensions => query.Embedding.Length;

    /// <summary>Finds the hits, best first.</summary>
    /// <param name="connection">A connection that does nothing else meanwhile.</param>
    /// <param name="isExact">Whether no index may be used.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    public async Task<IReadOnlyList<SearchHit>> RunAsync(NpgsqlConnection connection, bool isExact, CancellationToken cancellationToken)
    {
        if (isExact || Dimensions > VectorIndex.MaxDimensions)
        {
            return await ReadAsync(connection, cancellationToken, FindOtherDimensions(), Exactly()).ConfigureAwait(false);
        }

        IReadOnlyList<SearchHit> hits = await ReadAsync(connection, cancellationToken, FindOtherDimensions(), Allow(), ByIndex()).ConfigureAwait(false);

        // However long the index is followed, pgvector stops at a bound of memory: what it did not reach may match.
        return hits.Count < query.Top && await HasIndexAsync(connection, cancellationToken).ConfigureAwait(false)
            ? await ReadAsync(connection, cancellationToken, FindOtherDimensions(), Exactly()).ConfigureAwait(false)
            : hits;
    }

    /// <summary>The search that no index can answer.</summary>
    public NpgsqlBatchCommand Exactly() => Find($"embedding {names.CosineDistance} $1::real[]::{names.Vector}");

    /// <summary>The search as an index over vectors of this length is defined.</summary>
    public NpgsqlBatchCommand ByIndex() =>
        Find($"(embedding::{names.Vector}({Dimensions})) {names.CosineDistance} $1::real[]::{names.Vector}({Dimensions})");

    /// <summary>
    /// Lets an index be followed until the list is full, in strict order, however few of the vectors match the filter;
    /// for the transaction that the statement is in.
    /// </summary>
    public NpgsqlBatchCommand Allow() => Sql.Statement($"""
        SELECT set_config('hnsw.iterative_scan', 'strict_order', true), set_config('hnsw.max_scan_tuples', '2147483647', true),
            set_config('hnsw.ef_search', '{Math.Clamp(2L * query.Top, FewestCandidates, MostCandidates)}', true)
        """);

    /// <summary>
    /// The best are found first, by distance alone, and only then joined with what is read of them: otherwise the server
    /// would read it of every row.
    /// </summary>
    private NpgsqlBatchCommand Find(string distance)
    {
        FilterSql condition = new(query.Filter, firstParameter: 3);
        return Sql.Statement(
            $"""
            WITH best AS MATERIALIZED (
                SELECT id, {distance} AS distance FROM {names.Chunk}
                WHERE dimensions = {Dimensions} AND {condition.Condition}
                ORDER BY distance, id LIMIT $2)
            SELECT {_columns.Select}, best.distance FROM best JOIN {names.Chunk} AS chunk ON chunk.id = best.id
            ORDER BY best.distance, best.id
            """,
            [Sql.Vector(query.Embedding), Sql.Integer(query.Top), .. condition.Parameters]);
    }

    /// <summary>A repository of those searched whose vectors have another length than the query.</summary>
    private NpgsqlBatchCommand FindOtherDimensions()
    {
        IReadOnlyCollection<string>? repositories = query.Filter.Repositories;
        return Sql.Statement(
            $"""
            SELECT name, dimensions FROM {names.Repository}
            WHERE dimensions <> $1 AND {(repositories is null ? "TRUE" : "name = ANY($2)")}
                AND EXISTS (SELECT 1 FROM {names.Chunk} WHERE repository = name)
            LIMIT 1
            """,
            repositories is null ? [Sql.Integer(Dimensions)] : [Sql.Integer(Dimensions), Sql.Texts(FilterSql.Storable(repositories))]);
    }

    private Task<bool> HasIndexAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        connection.ScalarAsync<bool>(IndexCommands.Exists(names, Dimensions), cancellationToken);

    /// <summary>Reads the answers of <see cref="FindOtherDimensions"/>, first, and of the search, last.</summary>
    private async Task<IReadOnlyList<SearchHit>> ReadAsync(
        NpgsqlConnection connection, CancellationToken cancellationToken, params NpgsqlBatchCommand[] statements)
    {
        NpgsqlDataReader rows = await connection.QueryAsync(cancellationToken, statements).ConfigureAwait(false);
        await using ConfiguredAsyncDisposable _ = rows.ConfigureAwait(false);
        if (await rows.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            throw new VectorStoreException(StoreFailureKind.Mismatch,
                $"The query has {Dimensions} dimensions, and the vectors of repository '{StoredText.Decode(rows.GetString(0))}' have {rows.GetInt32(1)}. "
                + "Search with the embedder that the repository was indexed with, or index it again.");
        }

        for (int statement = 1; statement < statements.Length; statement++)
        {
            await rows.NextResultAsync(cancellationToken).ConfigureAwait(false);
        }

        List<SearchHit> hits = [];
        while (await rows.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            double distance = rows.GetDouble(RecordColumns.Count);
            hits.Add(new SearchHit { Record = _columns.Read(rows), Score = Math.Clamp(1 - distance, -1, 1) });
        }

        return hits;
    }
}
