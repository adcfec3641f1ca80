using VectorHost.Abstractions;
using VectorHost.Indexing.Ranking;

namespace VectorHost.Indexing.Searching;

/// <summary>The chunks that a search found by one measure or another, with what is known of each by all.</summary>
internal sealed class CandidateSet
{
    /// <summary>Backends agree on a vector's score to 1e-5: what differs less is equal, so that all rank alike.</summary>
    private const int ComparableDigits = 4;

    private readonly FoundChunks[] _scopes;

    /// <summary>What the store holds and the snapshots do not know yet, because another run is under way: no term fits.</summary>
    private readonly List<FoundChunk> _unplaced = [];

    /// <param name="scopes">Where is searched, and how the terms there fit.</param>
    public CandidateSet(IReadOnlyList<ScopeMatches> scopes)
    {
        _scopes = new FoundChunks[scopes.Count];
        for (int i = 0; i < _scopes.Length; i++)
        {
            _scopes[i] = new FoundChunks(scopes[i]);
        }
    }

    /// <summary>The chunks of which only the store knows where they are, and has not said so.</summary>
    public IReadOnlyList<FoundChunk> Unplaced => _unplaced.FindAll(static chunk => chunk.Record is null);

    /// <summary>Adds what vectors found.</summary>
    /// <param name="hits">The hits, best first.</param>
    public void AddNear(IReadOnlyList<SearchHit> hits)
    {
        double farthest = hits.Count > 0 ? hits[^1].Score : 0;
        double range = hits.Count > 0 ? hits[0].Score - farthest : 0;
        foreach (SearchHit hit in hits)
        {
            FoundChunk chunk = Add(hit.Record.Id);
            chunk.Record = hit.Record.Text is null ? null : hit.Record;
            chunk.Vector = range > 0 ? Math.Round((hit.Score - farthest) / range, ComparableDigits) : 1;
        }
    }

    /// <summary>Adds what terms found.</summary>
    public void AddTermed(IReadOnlyList<TermedChunk> chunks)
    {
        foreach (TermedChunk chunk in chunks)
        {
            _scopes[chunk.Scope].Add(chunk.Chunk, chunk.Id);
        }
    }

    /// <summary>The candidates, in no particular order, without those that nobody knows the place of.</summary>
    /// <param name="fuse">Makes a first score of the evidence.</param>
    public IReadOnlyList<RankingCandidate> ToCandidates(Func<MatchEvidence, double> fuse)
    {
        List<FoundChunk> placed = Place();
        double bestChunk = 0;
        double bestFile = 0;
        foreach (FoundChunk chunk in placed)
        {
            bestChunk = Math.Max(bestChunk, chunk.Terms);
            bestFile = Math.Max(bestFile, chunk.File!.Terms);
        }

        return placed.ConvertAll(chunk =>
        {
            MatchEvidence evidence = new()
            {
                Terms = bestChunk > 0 ? chunk.Terms / bestChunk : 0,
                FileTerms = bestFile > 0 ? chunk.File!.Terms / bestFile : 0,
                Vectors = chunk.Vector,
            };
            RankingCandidate candidate = new(chunk.Id, chunk.File!.File, fuse(evidence)) { Evidence = evidence };
            if (chunk.Record is { } record)
            {
                candidate.Read(record);
            }

            return candidate;
        });
    }

    private List<FoundChunk> Place()
    {
        List<FoundChunk> placed = [];
        foreach (FoundChunks scope in _scopes)
        {
            scope.Score();
            placed.AddRange(scope.All);
        }

        foreach (FoundChunk chunk in _unplaced)
        {
            if (chunk.Record is { } record)
            {
                chunk.File = new FoundFile(new CandidateFile(record.Repository, record.Path, record.Language), Terms: 0);
                placed.Add(chunk);
            }
        }

        return placed;
    }

    private FoundChunk Add(Guid id)
    {
        foreach (FoundChunks scope in _scopes)
        {
            if (scope.TryAdd(id) is { } found)
            {
                return found;
            }
        }

        FoundChunk unplaced = new(id, number: -1);
        _unplaced.Add(unplaced);
        return unplaced;
    }
}
