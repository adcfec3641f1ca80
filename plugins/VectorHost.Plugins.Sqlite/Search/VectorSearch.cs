using System.Numerics.Tensors;
using VectorHost.Abstractions;
using VectorHost.Plugins.Sqlite.Database;
using VectorHost.Plugins.Sqlite.Records;

namespace VectorHost.Plugins.Sqlite.Search;

/// <summary>Exact search: every vector that matches the filter is compared with the query.</summary>
/// <param name="snapshot">Everything is read as of one moment: the rows, their vectors, and the hits.</param>
/// <param name="cache">The vectors in memory.</param>
/// <param name="query">The question.</param>
internal sealed class VectorSearch(ReadSnapshot snapshot, MatrixCache cache, VectorQuery query)
{
    // Up to here, reading single vectors from the file is quicker than reading a repository's into memory first.
    private const int FewRows = 2000;

    /// <summary>Finds the hits, best first.</summary>
    public async Task<IReadOnlyList<SearchHit>> RunAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<SearchScope> scopes =
            await snapshot.RunAsync(connection => ReadScopes(connection, query.Filter), cancellationToken).ConfigureAwait(false);
        CheckDimensions(scopes);
        MatchedRows? matched = !MatchedRows.AreNeeded(query.Filter) ? null : await snapshot.RunAsync(
            connection => MatchedRows.Read(connection, query.Filter, cancellationToken), cancellationToken).ConfigureAwait(false);

        TopCandidates top = new(query.Top);
        foreach (SearchScope scope in scopes)
        {
            await ScoreAsync(scope, matched?.Of(scope), top, cancellationToken).ConfigureAwait(false);
        }

        Candidate[] best = top.Drain();
        return best.Length == 0 ? [] : await snapshot.RunAsync(connection => ReadHits(connection, best), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The repositories that the filter names and that hold anything.</summary>
    private static List<SearchScope> ReadScopes(SqliteConnection connection, RecordFilter filter)
    {
        const string WithRecords = """
            SELECT id, name, generation, dimensions FROM repository
            WHERE EXISTS (SELECT 1 FROM vector WHERE repository_id = repository.id)
            """;
        if (filter.Repositories is not null)
        {
            FilterSql.FillRepositories(connection, filter.Repositories);
        }

        List<SearchScope> scopes = [];
        using SqliteStatement rows = connection.Prepare(filter.Repositories is null
            ? WithRecords
            : $"{WithRecords} AND name IN (SELECT name FROM temp.wanted_repository)");
        while (rows.Step())
        {
            scopes.Add(new SearchScope(rows.GetInt64(0), rows.GetText(1), rows.GetInt64(2), rows.GetInt32(3)));
        }

        return scopes;
    }

    private void CheckDimensions(IReadOnlyList<SearchScope> scopes)
    {
        if (scopes.FirstOrDefault(scope => scope.Dimensions != query.Embedding.Length) is SearchScope other)
        {
            throw new VectorStoreException(StoreFailureKind.Mismatch,
                $"The query has {query.Embedding.Length} dimensions, and the vectors of repository '{other.Name}' have {other.Dimensions}. "
                + "Search with the embedder that the repository was indexed with, or index it again.");
        }
    }

    private async Task ScoreAsync(
        SearchScope scope, IReadOnlyList<long>? rowIds, TopCandidates top, CancellationToken cancellationToken)
    {
        if (rowIds?.Count == 0)
        {
            return;
        }

        if (rowIds?.Count <= FewRows && cache.Find(scope) is null)
        {
            await snapshot.RunAsync(
                connection => ScoreFromFile(connection, scope, rowIds, top, cancellationToken), cancellationToken).ConfigureAwait(false);
            return;
        }

        VectorMatrix matrix = await cache.GetAsync(snapshot, scope, cancellationToken).ConfigureAwait(false);
        await Task.Run(
            () =>
            {
                if (rowIds is null)
                {
                    matrix.Score(query.Embedding.Span, top, cancellationToken);
                }
                else if (!matrix.TryScore(query.Embedding.Span, rowIds, top, cancellationToken))
                {
                    throw MissingVector(scope);
                }
            },
            cancellationToken).ConfigureAwait(false);
    }

    private bool ScoreFromFile(
        SqliteConnection connection, SearchScope scope, IReadOnlyList<long> rowIds, TopCandidates top, CancellationToken cancellationToken)
    {
        float[] vector = new float[scope.Dimensions];
        using SqliteStatement row = connection.Prepare("SELECT id, embedding FROM vector WHERE row_id = ?");
        foreach (long rowId in rowIds)
        {
            cancellationToken.ThrowIfCancellationRequested();
            row.Bind(1, rowId);
            if (!row.Step())
            {
                throw MissingVector(scope);
            }

            VectorMatrix.ReadVector(row.GetBytes(1), vector, scope, snapshot.Failures);
            top.Offer(TensorPrimitives.Dot(query.Embedding.Span, vector), row.GetGuid(0), rowId);
            row.Rewind();
        }

        return true;
    }

    private VectorStoreException MissingVector(SearchScope scope) =>
        snapshot.Failures.Corrupt($"a chunk of repository '{scope.Name}' has no vector");

    private SearchHit[] ReadHits(SqliteConnection connection, Candidate[] best)
    {
        RecordColumns columns = new(query.Parts);
        using SqliteStatement row = connection.Prepare($"{columns.Select} WHERE chunk.row_id = ?");
        SearchHit[] hits = new SearchHit[best.Length];
        for (int i = 0; i < best.Length; i++)
        {
            row.Bind(1, best[i].RowId);
            if (!row.Step())
            {
                throw snapshot.Failures.Corrupt("a vector has no chunk");
            }

            hits[i] = new SearchHit { Record = columns.Read(row), Score = best[i].Score };
            row.Rewind();
        }

        return hits;
    }
}
