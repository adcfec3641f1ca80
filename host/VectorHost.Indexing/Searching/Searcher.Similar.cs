using System.Runtime.CompilerServices;
using VectorHost.Abstractions;
using VectorHost.Indexing.Embedding;
using VectorHost.Indexing.Ranking;
using VectorHost.Indexing.Ranking.Paths;
using VectorHost.Indexing.Ranking.Questions;
using VectorHost.Indexing.Ranking.Signals;
using VectorHost.Indexing.Snapshots;
using VectorHost.Indexing.Snapshots.Terms;

namespace VectorHost.Indexing.Searching;

/// <summary>Finds code like other code: near by its vector, or sharing the terms that are rare elsewhere.</summary>
public sealed partial class Searcher
{
    /// <summary>A chunk has a hundred terms, of which a few dozen say what it is about.</summary>
    private const int TermsOfChunk = 30;

    /// <summary>Finds code like that at a place. Nothing is sent to an embedding provider: see <see cref="VectorOfAsync"/>.</summary>
    /// <param name="request">The place.</param>
    /// <param name="home">The repository that the place is in.</param>
    /// <param name="scopes">The repositories to look in; all indexed by the searcher's embedder.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <exception cref="PlaceNotFoundException">The place is not in the index.</exception>
    /// <exception cref="SnapshotDamagedException">A snapshot turned out to be damaged, and has to be made anew.</exception>
    /// <exception cref="VectorStoreException">The store failed.</exception>
    public async Task<SimilarCode> FindSimilarAsync(
        SimilarityRequest request, SearchScope home, IReadOnlyList<SearchScope> scopes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(home);
        ChunkRecord source = await LoadSourceAsync(ChunkAtPlace.Find(home, request.Place), request.Place, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<string> terms = home.Snapshot.ChooseTellingTerms(source.Text!, TermsOfChunk);
        ReadOnlyMemory<float> vector = await VectorOfAsync(source, cancellationToken).ConfigureAwait(false);
        Likeness likeness = new(vector, FullTermScore(home.Snapshot, terms, source.Id));
        List<ScopeMatches> matches = [.. scopes.Select(scope =>
            new ScopeMatches(scope, request.Files.Select(scope.Snapshot), scope.Snapshot.MatchTerms(terms)))];
        try
        {
            // One more than usual, since the chunk itself is found first.
            int candidates = Math.Max(FewestCandidates, request.Top * CandidatesPerHit) + 1;
            IReadOnlyList<SearchHit> near = await SearchNearAsync(vector, matches, candidates, cancellationToken).ConfigureAwait(false);
            IEnumerable<Guid> found = near.Select(hit => hit.Record.Id)
                .Union(FindTermed(matches, candidates).Select(chunk => chunk.Id))
                .Where(id => id != source.Id);
            List<RankingCandidate> judged = [];
            await foreach (ChunkRecord record in LoadAsync(found, RecordParts.All, cancellationToken).ConfigureAwait(false))
            {
                judged.Add(likeness.Judge(record, TermScoreOf(record, matches)));
            }

            // Whoever asks for code like a test wants tests.
            Ranker ranker = new([new OtherLanguagePenalty(source.Language), new PathPenalty(PathKinds.Of(source.Path))]);
            return new SimilarCode
            {
                Source = source,
                Hits = ToHits(ranker.Rank(new SearchQuery(source.Path), judged, request.Top)),
            };
        }
        finally
        {
            matches.ForEach(static match => match.Terms.Dispose());
        }
    }

    /// <summary>
    /// A chunk's vector as it is stored, unless it has a share of its file's: to be like it, code would have to be in a like file,
    /// and the file's other chunks would be most like it of all. Those vectors are made of words, and so quickly made again.
    /// </summary>
    private async Task<ReadOnlyMemory<float>> VectorOfAsync(ChunkRecord chunk, CancellationToken cancellationToken) =>
        embedder.WordGenerator is null
            ? chunk.Embedding
            : (await embedder.EmbedDocumentsAsync([EmbeddingText.ForChunk(chunk.Path, chunk.Text!)], cancellationToken).ConfigureAwait(false))[0];

    private static double FullTermScore(RepositorySnapshot snapshot, IReadOnlyList<string> terms, Guid id)
    {
        using TermMatches matches = snapshot.MatchTerms(terms);
        return matches.ScoreOfChunk(snapshot.FindChunk(id));
    }

    private static double TermScoreOf(ChunkRecord record, List<ScopeMatches> matches) =>
        matches.Find(match => match.Scope.Repository == record.Repository) is { } match
        && match.Scope.Snapshot.FindChunk(record.Id) is (>= 0 and int chunk)
            ? match.Terms.ScoreOfChunk(chunk)
            : 0;

    private async Task<ChunkRecord> LoadSourceAsync(SnapshotChunk chunk, CodePlace place, CancellationToken cancellationToken)
    {
        await foreach (ChunkRecord record in LoadAsync([chunk.Id], RecordParts.All, cancellationToken).ConfigureAwait(false))
        {
            return record;
        }

        throw new PlaceNotFoundException($"The store no longer holds the code at {place}: run 'vectorhost index' and search again.");
    }

    private async IAsyncEnumerable<ChunkRecord> LoadAsync(
        IEnumerable<Guid> wanted, RecordParts parts, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (Guid[] ids in wanted.Chunk(store.Limits.MaxFilterValues))
        {
            await foreach (ChunkRecord record in store.LoadAsync(RecordFilter.ForIds(ids), parts, cancellationToken).ConfigureAwait(false))
            {
                yield return record;
            }
        }
    }
}
