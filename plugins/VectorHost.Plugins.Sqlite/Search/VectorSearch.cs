using System.Numerics.Tensors;
using VectorHost.Abstractions;
using VectorHost.Plugins.Sqlite.Database;
using VectorHost.Plugins.Sqlite.Records;

namespace VectorHost.Plugins.Sqlite.Search;

/// <summary>One search: finds the rows, compares their vectors, and reads the hits, all as of one moment.</summary>
/// <param name="cache">The vectors in memory.</param>
/// <param name="query">The question.</param>
/// <param name="isExact">Whether no hit may be missed.</param>
/// <param name="failures">Makes messages about the database.</param>
internal sealed class VectorSearch(VectorCache cache, VectorQuery query, bool isExact, SqliteFailures failures)
{
    /// <summary>Finds the hits, best first, with nothing but what is at hand.</summary>
    /// <returns>Null where vectors have to be read into memory first.</returns>
    public IReadOnlyList<SearchHit>? TryRun(SqliteConnection connection, CancellationToken cancellationToken)
    {
        using SearchPlan plan = new(cache);
        Fill(plan, connection, cancellationToken);
        return plan.IsReady ? Finish(plan, connection, cancellationToken) : null;
    }

    /// <summary>Finds the hits, best first.</summary>
    /// <param name="snapshot">What is searched.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public async Task<IReadOnlyList<SearchHit>> RunAsync(ReadSnapshot snapshot, CancellationToken cancellationToken)
    {
        using SearchPlan plan = new(cache);
        await snapshot.RunAsync(connection => Fill(plan, connection, cancellationToken), cancellationToken).ConfigureAwait(false);
        await plan.PrepareAsync(snapshot, cancellationToken).ConfigureAwait(false);
        return await snapshot.RunAsync(connection => Finish(plan, connection, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    private bool Fill(SearchPlan plan, SqliteConnection connection, CancellationToken cancellationToken)
    {
        List<SearchScope> scopes = SearchScopes.Read(connection, query.Filter.Repositories);
        CheckDimensions(scopes);
        MatchedRows? matched = !MatchedRows.AreNeeded(query.Filter) ? null : MatchedRows.Read(connection, query.Filter, cancellationToken);
        foreach (SearchScope scope in scopes)
        {
            plan.Add(scope, matched?.Of(scope));
        }

        return true;
    }

    private SearchHit[] Finish(SearchPlan plan, SqliteConnection connection, CancellationToken cancellationToken)
    {
        TopCandidates top = new(query.Top);
        QueryVector vector = new(query.Embedding, isExact, plan.RowCount);
        foreach (SearchPlan.Part part in plan.Parts)
        {
            if (part.Vectors is null)
            {
                ScoreFromFile(connection, part.Scope, part.RowIds!, top, cancellationToken);
            }
            else if (part.RowIds is null)
            {
                part.Vectors.Score(vector, top, cancellationToken);
            }
            else if (!part.Vectors.TryScore(vector, part.RowIds, top, cancellationToken))
            {
                throw MissingVector(part.Scope);
            }
        }

        Candidate[] best = top.Drain();
        return best.Length == 0 ? [] : query.OnlyIds ? ToIds(best) : ReadHits(connection, best);
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

    private void ScoreFromFile(
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

            VectorRows.ReadVector(row.GetBytes(1), vector, scope, failures);
            top.Offer(Candidate.Of(TensorPrimitives.Dot(query.Embedding.Span, vector), row.GetGuid(0), rowId));
            row.Rewind();
        }
    }

    private VectorStoreException MissingVector(SearchScope scope) =>
        failures.Corrupt($"a chunk of repository '{scope.Name}' has no vector");

    private static SearchHit[] ToIds(Candidate[] best)
    {
        SearchHit[] hits = new SearchHit[best.Length];
        for (int i = 0; i < best.Length; i++)
        {
            ChunkRecord record = new()
            {
                Id = best[i].Id,
                Repository = "",
                Path = "",
                StartLine = 0,
                EndLine = 0,
                FileHash = "",
                ChunkHash = "",
                Language = "",
            };
            hits[i] = new SearchHit { Record = record, Score = best[i].Score };
        }

        return hits;
    }

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
                throw failures.Corrupt("a vector has no chunk");
            }

            hits[i] = new SearchHit { Record = columns.Read(row), Score = best[i].Score };
            row.Rewind();
        }

        return hits;
    }
}
