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

    private const int MostNamedFiles = 20;

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
        string terms = _recipe.UsesTerms ? request.Query : "";
        List<ScopeMatches> matches = [.. scopes.Select(scope =>
            new ScopeMatches(scope, request.Files.Select(scope.Snapshot), scope.Snapshot.MatchTerms(terms)))];

        CandidateSet found = new(matches);
        if (_recipe.UsesVectors)
        {
            found.AddNear(await SearchVectorsAsync(request.Query, matches, count, cancellationToken).ConfigureAwait(false));
        }

        found.AddTermed(FindTermed(matches, count));
        found.AddTermed(FindNamed(query, matches));
        await LoadTextsAsync(found, cancellationToken).ConfigureAwait(false);

        SearchQuery weighted = new(request.Query, Merge(matches));
        return ToHits(_recipe.Ranker.Rank(weighted, found.ToCandidates(FusionFor(query)), request.Top));
    }

    private Func<MatchEvidence, double> FusionFor(SearchQuery query)
    {
        double vectors = embedder.Fingerprint.Provider == EmbedderFactory.Lexical || query.IsSymbol ? LexicalVectorWeight : LearnedVectorWeight;
        return evidence => ((1 - vectors) * evidence.Terms) + (vectors * evidence.Vectors);
    }

    /// <summary>In several repositories a term is as telling as where it is the most.</summary>
    private static IReadOnlyDictionary<string, double> Merge(List<ScopeMatches> matches)
    {
        if (matches.Count == 1)
        {
            return matches[0].Terms.Weights;
        }

        Dictionary<string, double> merged = [];
        foreach ((string term, double weight) in matches.SelectMany(match => match.Terms.Weights))
        {
            merged[term] = Math.Max(weight, merged.GetValueOrDefault(term));
        }

        return merged;
    }

    private static List<RankedHit> ToHits(IReadOnlyList<RankedCandidate> ranked)
    {
        List<RankedHit> hits = [];
        foreach (RankedCandidate item in ranked)
        {
            hits.Add(new RankedHit
            {
                Rank = hits.Count + 1,
                Score = item.Score / ranked[0].Score,
                Record = item.Candidate.Record,
                Explanation = item.Candidate.Changes,
            });
        }

        return hits;
    }

    private async Task<IReadOnlyList<SearchHit>> SearchVectorsAsync(
        string query, List<ScopeMatches> matches, int candidates, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<float> embedding = await embedder.EmbedQueryAsync(query, cancellationToken).ConfigureAwait(false);
        return await SearchNearAsync(embedding, matches, candidates, cancellationToken).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<SearchHit>> SearchNearAsync(
        ReadOnlyMemory<float> embedding, List<ScopeMatches> matches, int candidates, CancellationToken cancellationToken)
    {
        List<SearchHit> hits = [];
        foreach (RecordFilter filter in VectorFilters(matches))
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

        hits.Sort(static (left, right) =>
            right.Score.CompareTo(left.Score) is var order and not 0 ? order : left.Record.Id.CompareTo(right.Record.Id));
        return hits.Count <= candidates ? hits : hits.GetRange(0, candidates);
    }

    /// <summary>
    /// The filters whose answers together are the answer: one, where no files were selected; otherwise as many as the
    /// store's limit on values asks for.
    /// </summary>
    private IEnumerable<RecordFilter> VectorFilters(List<ScopeMatches> matches)
    {
        if (matches.TrueForAll(match => match.Files is null))
        {
            return [new RecordFilter { Repositories = [.. matches.Select(match => match.Scope.Repository)] }];
        }

        return matches.SelectMany(match => match.SelectedPaths()
            .Chunk(Math.Max(1, store.Limits.MaxFilterValues - 1))
            .Select(paths => new RecordFilter { Repositories = [match.Scope.Repository], Paths = paths }));
    }

    private static List<TermedChunk> FindTermed(List<ScopeMatches> matches, int count)
    {
        List<TermedChunk> found = [];
        foreach (ScopeMatches match in matches)
        {
            foreach (TermHit hit in match.Terms.FindBest(count, match.Files is { } files ? files.Get : null))
            {
                found.Add(new TermedChunk(match.Scope.Snapshot.GetChunk(hit.ChunkIndex).Id, hit.Score));
            }
        }

        found.Sort(static (left, right) =>
            right.Score.CompareTo(left.Score) is var order and not 0 ? order : left.Id.CompareTo(right.Id));
        return found.Count <= count ? found : found.GetRange(0, count);
    }

    /// <summary>The chunks of the files that the question names; of none, where a name such as <c>index.ts</c> says little.</summary>
    private static List<TermedChunk> FindNamed(SearchQuery query, List<ScopeMatches> matches)
    {
        List<TermedChunk> found = [];
        foreach (ScopeMatches match in query.Files.Count > 0 ? matches : [])
        {
            RepositorySnapshot snapshot = match.Scope.Snapshot;
            List<int> files = [.. Enumerable.Range(0, snapshot.FileCount)
                .Where(file => match.Files?[file] != false && query.NamesFile(snapshot.GetFile(file).Path))
                .Take(MostNamedFiles + 1)];
            if (files.Count <= MostNamedFiles)
            {
                found.AddRange(files.SelectMany(snapshot.GetChunks).Take(FewestCandidates).Select(chunk => new TermedChunk(chunk.Id, 0)));
            }
        }

        return found;
    }

    private async Task LoadTextsAsync(CandidateSet found, CancellationToken cancellationToken)
    {
        await foreach (ChunkRecord record in LoadAsync(found.Missing, RecordParts.Text, cancellationToken).ConfigureAwait(false))
        {
            found.Add(record);
        }
    }
}
