using VectorHost.Abstractions;
using VectorHost.Indexing.Embedding;
using VectorHost.Indexing.Ranking;
using VectorHost.Indexing.Ranking.Questions;
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

    /// <summary>
    /// Times as many by terms where all that is asked is one name: the chunk that defines it says it once, and so has little
    /// over all that use it. Of types in nine repositories, 95 of 100 definitions are hits without this, 98 with it.
    /// </summary>
    private const int CandidatesOfOneWord = 4;

    private const int MostNamedFiles = 20;

    /// <summary>Hashed vectors add spelling and word parts to what the terms know; learned ones add meaning.</summary>
    private const double LexicalVectorWeight = 0.35;
    private const double LearnedVectorWeight = 0.6;

    /// <summary>Of a store that is near: few texts are read in vain, and asking takes no longer than reading.</summary>
    private const int TextsAtOnce = 64;

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
        SearchRequest request, IReadOnlyList<SearchScope> scopes, CancellationToken cancellationToken) =>
        (await AnswerAsync(request, scopes, cancellationToken).ConfigureAwait(false)).Hits;

    /// <summary>Searches, and says how far the question was understood.</summary>
    /// <param name="request">The question.</param>
    /// <param name="scopes">The repositories; all indexed by the searcher's embedder.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="SnapshotDamagedException">A snapshot turned out to be damaged, and has to be made anew.</exception>
    /// <exception cref="EmbeddingException">The query could not be embedded.</exception>
    /// <exception cref="VectorStoreException">The store failed.</exception>
    public async Task<SearchAnswer> AnswerAsync(
        SearchRequest request, IReadOnlyList<SearchScope> scopes, CancellationToken cancellationToken)
    {
        SearchQuery query = new(request.Query);
        if (query.Words.Count == 0)
        {
            return new SearchAnswer { Hits = [], IsBySimilarityAlone = false };
        }

        List<ScopeMatches> matches = MatchTerms(request, scopes);
        try
        {
            List<(int Scope, int File)> named = FindNamedFiles(query, matches);
            CandidateSet found = await FindCandidatesAsync(request, query, matches, named, cancellationToken).ConfigureAwait(false);
            SearchQuery weighted = new(request.Query, Merge(matches)) { NamedFileCount = named.Count };
            RankingRun run = _recipe.Ranker.Begin(weighted, found.ToCandidates(FusionFor(query)), request.Top);
            await ReadTextsAsync(run, cancellationToken).ConfigureAwait(false);
            return new SearchAnswer
            {
                Hits = ToHits(run.Complete()),
                IsBySimilarityAlone = _recipe.UsesTerms && matches.TrueForAll(static match => match.Terms.Weights.Count == 0),
            };
        }
        finally
        {
            matches.ForEach(static match => match.Terms.Dispose());
        }
    }

    private List<ScopeMatches> MatchTerms(SearchRequest request, IReadOnlyList<SearchScope> scopes)
    {
        string terms = _recipe.UsesTerms ? request.Query : "";
        return [.. scopes.Select(scope =>
            new ScopeMatches(scope, request.Files.Select(scope.Snapshot), scope.Snapshot.MatchTerms(terms)))];
    }

    private async Task<CandidateSet> FindCandidatesAsync(
        SearchRequest request, SearchQuery query, List<ScopeMatches> matches, List<(int Scope, int File)> named, CancellationToken cancellationToken)
    {
        int count = Math.Max(FewestCandidates, request.Top * CandidatesPerHit);
        CandidateSet found = new(matches);
        if (_recipe.UsesVectors)
        {
            found.AddNear(await SearchVectorsAsync(request.Query, matches, count, cancellationToken).ConfigureAwait(false));
            await PlaceAsync(found.Unplaced, cancellationToken).ConfigureAwait(false);
        }

        found.AddTermed(FindTermed(matches, query.IsOneWord ? count * CandidatesOfOneWord : count));
        found.AddTermed(ChunksOf(named, matches));
        return found;
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
        StoreLimits limits = store.Limits;
        List<SearchHit> hits = [];
        foreach (RecordFilter filter in VectorFilters(matches))
        {
            hits.AddRange(await store.SearchAsync(
                new VectorQuery
                {
                    Embedding = embedding,
                    Top = Math.Min(candidates, limits.MaxTop),
                    Filter = filter,
                    OnlyIds = limits.IsLocal,
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
        for (int i = 0; i < matches.Count; i++)
        {
            ScopeMatches match = matches[i];
            foreach (TermHit hit in match.Terms.FindBest(count, match.Files is { } files ? files.Get : null))
            {
                found.Add(new TermedChunk(i, hit.ChunkIndex, match.Scope.Snapshot.GetChunkId(hit.ChunkIndex), hit.Score));
            }
        }

        if (found.Count <= count)
        {
            return found;
        }

        found.Sort(static (left, right) =>
            right.Score.CompareTo(left.Score) is var order and not 0 ? order : left.Id.CompareTo(right.Id));
        return found.GetRange(0, count);
    }

    /// <summary>The files that the question may name.</summary>
    private static List<(int Scope, int File)> FindNamedFiles(SearchQuery query, List<ScopeMatches> matches)
    {
        List<(int Scope, int File)> found = [];
        for (int scope = 0; query.Files.Count > 0 && scope < matches.Count; scope++)
        {
            RepositorySnapshot snapshot = matches[scope].Scope.Snapshot;
            found.AddRange(Enumerable.Range(0, snapshot.FileCount)
                .Where(file => matches[scope].Files?[file] != false && query.NamesFile(snapshot.GetFileNames(file).Path))
                .Select(file => (scope, file)));
        }

        return found;
    }

    /// <summary>The chunks of named files; none, where a name such as <c>index.ts</c> says little.</summary>
    private static List<TermedChunk> ChunksOf(List<(int Scope, int File)> named, List<ScopeMatches> matches)
    {
        List<TermedChunk> found = [];
        foreach ((int scope, int file) in named.Count <= MostNamedFiles ? named : [])
        {
            RepositorySnapshot snapshot = matches[scope].Scope.Snapshot;
            (int first, int count) = snapshot.GetChunkRange(file);
            for (int chunk = first; chunk < first + count && found.Count < FewestCandidates; chunk++)
            {
                found.Add(new TermedChunk(scope, chunk, snapshot.GetChunkId(chunk), Score: 0));
            }
        }

        return found;
    }

    private async Task PlaceAsync(IReadOnlyList<FoundChunk> unplaced, CancellationToken cancellationToken)
    {
        if (unplaced.Count > 0)
        {
            await foreach (ChunkRecord record in LoadAsync(unplaced.Select(chunk => chunk.Id), RecordParts.Text, cancellationToken).ConfigureAwait(false))
            {
                unplaced.First(chunk => chunk.Id == record.Id).Record = record;
            }
        }
    }

    /// <summary>
    /// Reads the texts that a ranking asks for: some at a time, or all that may matter where each time is a journey. What
    /// the store has lost since the snapshot was made stays unread, and so becomes no hit.
    /// </summary>
    private async Task ReadTextsAsync(RankingRun run, CancellationToken cancellationToken)
    {
        int most = store.Limits.IsLocal ? TextsAtOnce : int.MaxValue;
        while (run.FindUnread(most) is { Count: > 0 } unread)
        {
            await foreach (ChunkRecord record in LoadAsync(unread.Select(candidate => candidate.Id), RecordParts.Text, cancellationToken).ConfigureAwait(false))
            {
                unread.First(candidate => candidate.Id == record.Id).Read(record);
            }
        }
    }
}
