using System.Collections;
using VectorHost.Abstractions;
using VectorHost.Indexing.Embedding;
using VectorHost.Indexing.Ranking;
using VectorHost.Indexing.Snapshots;
using VectorHost.Indexing.Snapshots.Terms;

namespace VectorHost.Indexing.Searching;

/// <summary>
/// Answers questions about repositories: candidates by vector from the store and by term from the snapshots, each scored
/// by both, then ranked. Only the vectors come from the backend, so that the same question gets the same answer on each.
/// </summary>
/// <param name="store">The store, connected.</param>
/// <param name="embedder">What made the store's vectors, connected.</param>
/// <param name="recipe">The parts that take part; by default all.</param>
public sealed partial class Searcher(IVectorStore store, Embedder embedder, SearchRecipe? recipe = null)
{
    /// <summary>Candidates of each kind for one hit.</summary>
    private const int CandidatesPerHit = 5;

    /// <summary>
    /// What ranks low by one measure can be first by all: of the files that answer, 87 of 100 are among the first 50 by
    /// terms or vectors, 92 among the first 100, 95 among the first 200.
    /// </summary>
    private const int FewestCandidates = 200;

    /// <summary>Hashed vectors add spelling and word parts to what the terms know; learned ones add meaning.</summary>
    private const double LexicalVectorWeight = 0.35;
    private const double LearnedVectorWeight = 0.6;

    private readonly SearchRecipe _recipe = recipe ?? SearchRecipe.Default;

    /// <summary>Searches.</summary>
    /// <param name="request">The question.</param>
    /// <param name="scopes">The repositories; all indexed by the searcher's embedder.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <returns>The best places, best first.</returns>
    /// <exception cref="SnapshotDamagedException">A snapshot turned out to be damaged, and has to be made anew.</exception>
    /// <exception cref="EmbeddingException">The query could not be embedded.</exception>
    /// <exception cref="VectorStoreException">The store failed.</exception>
    public async Task<IReadOnlyList<RankedHit>> SearchAsync(
        SearchRequest request, IReadOnlyList<SearchScope> scopes, CancellationToken cancellationToken)
    {
        SearchQuery query = new(request.Query);
        if (query.Words.Count == 0)
        {
            return [];
        }

        int count = Math.Max(FewestCandidates, request.Top * CandidatesPerHit);
        List<(SearchScope Scope, BitArray? Files)> selections = [.. scopes.Select(scope => (scope, request.Files.Select(scope.Snapshot)))];
        Dictionary<string, (SearchScope Scope, TermMatches Terms)> matches = scopes.ToDictionary(
            scope => scope.Repository, scope => (scope, scope.Snapshot.MatchTerms(_recipe.UsesTerms ? request.Query : "")));

        CandidateSet found = new(matches);
        if (_recipe.UsesVectors)
        {
            found.AddNear(await SearchVectorsAsync(request.Query, selections, count, cancellationToken).ConfigureAwait(false));
        }

        found.AddTermed(FindTermed(selections, matches, count));
        await LoadTextsAsync(found, cancellationToken).ConfigureAwait(false);

        SearchQuery weighted = new(request.Query, Merge(matches.Values.Select(match => match.Terms.Weights)));
        return ToHits(_recipe.Ranker.Rank(weighted, found.ToCandidates(FusionFor(query)), request.Top));
    }

    private Func<MatchEvidence, double> FusionFor(SearchQuery query)
    {
        double vectors = embedder.Fingerprint.Provider == EmbedderFactory.Lexical || query.IsSymbol ? LexicalVectorWeight : LearnedVectorWeight;
        return evidence => ((1 - vectors) * evidence.Terms) + (vectors * evidence.Vectors);
    }

    /// <summary>In several repositories a term is as telling as where it is the most.</summary>
    private static Dictionary<string, double> Merge(IEnumerable<IReadOnlyDictionary<string, double>> weights) =>
        weights.SelectMany(terms => terms).GroupBy(term => term.Key).ToDictionary(term => term.Key, term => term.Max(weight => weight.Value));

    private static IReadOnlyList<RankedHit> ToHits(IReadOnlyList<(RankingCandidate Candidate, double Score)> ranked) =>
        [.. ranked.Select((item, i) => new RankedHit
        {
            Rank = i + 1,
            Score = item.Score / ranked[0].Score,
            Record = item.Candidate.Record,
            Explanation = item.Candidate.Changes,
        })];

    private async Task<IReadOnlyList<SearchHit>> SearchVectorsAsync(
        string query, List<(SearchScope Scope, BitArray? Files)> selections, int candidates, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<float> embedding = await embedder.EmbedQueryAsync(query, cancellationToken).ConfigureAwait(false);
        return await SearchNearAsync(embedding, selections, candidates, cancellationToken).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<SearchHit>> SearchNearAsync(
        ReadOnlyMemory<float> embedding, List<(SearchScope Scope, BitArray? Files)> selections, int candidates, CancellationToken cancellationToken)
    {
        List<SearchHit> hits = [];
        foreach (RecordFilter filter in VectorFilters(selections))
        {
            hits.AddRange(await store.SearchAsync(
                new VectorQuery
                {
                    Embedding = embedding,
                    Top = Math.Min(candidates, store.Limits.MaxTop),
                    Filter = filter,
                },
                cancellationToken).ConfigureAwait(false));
        }

        return [.. hits.OrderByDescending(hit => hit.Score).ThenBy(hit => hit.Record.Id).Take(candidates)];
    }

    /// <summary>
    /// The filters whose answers together are the answer: one, where no files were selected; otherwise as many as the
    /// store's limit on values asks for.
    /// </summary>
    private IEnumerable<RecordFilter> VectorFilters(List<(SearchScope Scope, BitArray? Files)> selections)
    {
        if (selections.TrueForAll(selection => selection.Files is null))
        {
            return [new RecordFilter { Repositories = [.. selections.Select(selection => selection.Scope.Repository)] }];
        }

        return selections.SelectMany(selection => SelectedPaths(selection.Scope.Snapshot, selection.Files!)
            .Chunk(Math.Max(1, store.Limits.MaxFilterValues - 1))
            .Select(paths => new RecordFilter { Repositories = [selection.Scope.Repository], Paths = paths }));
    }

    private static IEnumerable<string> SelectedPaths(RepositorySnapshot snapshot, BitArray files)
    {
        for (int i = 0; i < files.Count; i++)
        {
            if (files[i])
            {
                yield return snapshot.GetFile(i).Path;
            }
        }
    }

    private static IEnumerable<Guid> FindTermed(
        List<(SearchScope Scope, BitArray? Files)> selections,
        Dictionary<string, (SearchScope Scope, TermMatches Terms)> matches,
        int count) =>
        selections
            .SelectMany(selection => matches[selection.Scope.Repository].Terms
                .FindBest(count, selection.Files is { } files ? files.Get : null)
                .Select(hit => (selection.Scope.Snapshot.GetChunk(hit.ChunkIndex).Id, hit.Score)))
            .OrderByDescending(candidate => candidate.Score)
            .ThenBy(candidate => candidate.Id)
            .Take(count)
            .Select(candidate => candidate.Id);

    private async Task LoadTextsAsync(CandidateSet found, CancellationToken cancellationToken)
    {
        await foreach (ChunkRecord record in LoadAsync(found.Missing, RecordParts.Text, cancellationToken).ConfigureAwait(false))
        {
            found.Add(record);
        }
    }
}
