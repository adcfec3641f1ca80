using System.Collections;
using VectorHost.Abstractions;
using VectorHost.Indexing.Embedding;
using VectorHost.Indexing.Ranking;
using VectorHost.Indexing.Snapshots;
using VectorHost.Indexing.Snapshots.Terms;

namespace VectorHost.Indexing.Searching;

/// <summary>
/// Answers questions about repositories: candidates by vector from the store and by term from the snapshots, fused by
/// rank. Only the vectors come from the backend, so that the same question gets the same answer on each.
/// </summary>
/// <param name="store">The store, connected.</param>
/// <param name="embedder">What made the store's vectors, connected.</param>
/// <param name="recipe">The parts that take part; by default all.</param>
public sealed partial class Searcher(IVectorStore store, Embedder embedder, SearchRecipe? recipe = null)
{
    /// <summary>Candidates of each kind for one hit: what ranks low by one measure can be first by both.</summary>
    private const int CandidatesPerHit = 5;
    private const int FewestCandidates = 50;

    /// <summary>Hashed vectors add spelling and word parts to what the terms know; learned ones add meaning.</summary>
    private const double LexicalVectorWeight = 0.3;
    private const double LearnedVectorWeight = 0.5;

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

        int candidates = Math.Max(FewestCandidates, request.Top * CandidatesPerHit);
        List<(SearchScope Scope, BitArray? Files)> selections = [.. scopes.Select(scope => (scope, request.Files.Select(scope.Snapshot)))];

        IReadOnlyList<SearchHit> near = _recipe.UsesVectors
            ? await SearchVectorsAsync(request.Query, selections, candidates, cancellationToken).ConfigureAwait(false)
            : [];
        IReadOnlyList<Candidate> termed = _recipe.UsesTerms ? SearchTerms(request.Query, selections, candidates) : [];

        double vectorWeight = embedder.Fingerprint.Provider == EmbedderFactory.Lexical || query.IsSymbol ? LexicalVectorWeight : LearnedVectorWeight;
        ReciprocalRankFusion fusion = new();
        fusion.Add(near.Select(hit => hit.Record.Id), vectorWeight);
        fusion.Add(termed.Select(hit => hit.Id), 1 - vectorWeight);

        Dictionary<Guid, ChunkRecord> records = near.ToDictionary(hit => hit.Record.Id, hit => hit.Record);
        await LoadMissingAsync(records, termed.Select(hit => hit.Id), cancellationToken).ConfigureAwait(false);

        // What the terms know and the store no longer holds, because another run is under way, is left out.
        List<RankingCandidate> found = [.. fusion.Fuse()
            .Where(item => records.ContainsKey(item.Id))
            .Select(item => new RankingCandidate(records[item.Id], item.Score))];
        return ToHits(_recipe.Ranker.Rank(query, found, request.Top));
    }

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

    private static IReadOnlyList<Candidate> SearchTerms(
        string query, List<(SearchScope Scope, BitArray? Files)> selections, int candidates) =>
        SearchTerms(selections, candidates, (snapshot, files) => snapshot.SearchTerms(query, candidates, files));

    private static IReadOnlyList<Candidate> SearchTerms(
        List<(SearchScope Scope, BitArray? Files)> selections,
        int candidates,
        Func<RepositorySnapshot, Func<int, bool>?, IReadOnlyList<TermHit>> search) =>
        [.. selections
            .SelectMany(selection => search(selection.Scope.Snapshot, selection.Files is { } files ? files.Get : null)
                .Select(hit => ToCandidate(selection.Scope, hit)))
            .OrderByDescending(candidate => candidate.Score)
            .ThenBy(candidate => candidate.Id)
            .Take(candidates)];

    private static Candidate ToCandidate(SearchScope scope, TermHit hit) =>
        new(scope.Snapshot.GetChunk(hit.ChunkIndex).Id, hit.Score);

    private async Task LoadMissingAsync(
        Dictionary<Guid, ChunkRecord> records, IEnumerable<Guid> wanted, CancellationToken cancellationToken)
    {
        await foreach (ChunkRecord record in LoadAsync(wanted.Where(id => !records.ContainsKey(id)).ToList(), RecordParts.Text, cancellationToken).ConfigureAwait(false))
        {
            records[record.Id] = record;
        }
    }

    private sealed record Candidate(Guid Id, double Score);
}
