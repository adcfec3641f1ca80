using VectorHost.Abstractions;
using VectorHost.Indexing.Ranking;

namespace VectorHost.Indexing.Searching;

/// <summary>The chunks that a search found by one measure or another, with what is known of each by all.</summary>
/// <param name="scopes">Where is searched, and how the terms there fit.</param>
internal sealed class CandidateSet(IReadOnlyList<ScopeMatches> scopes)
{
    /// <summary>Backends agree on a vector's score to 1e-5: what differs less is equal, so that all rank alike.</summary>
    private const int ComparableDigits = 4;

    private readonly Dictionary<Guid, FoundChunk> _found = [];

    /// <summary>The candidates whose texts are not known yet, in the order of their ids.</summary>
    public IReadOnlyList<Guid> Missing
    {
        get
        {
            List<FoundChunk> missing = Sorted(chunk => chunk.Record is null);
            Guid[] ids = new Guid[missing.Count];
            for (int i = 0; i < ids.Length; i++)
            {
                ids[i] = missing[i].Id;
            }

            return ids;
        }
    }

    /// <summary>Adds what vectors found.</summary>
    /// <param name="hits">The hits, best first.</param>
    public void AddNear(IReadOnlyList<SearchHit> hits)
    {
        double farthest = hits.Count > 0 ? hits[^1].Score : 0;
        double range = hits.Count > 0 ? hits[0].Score - farthest : 0;
        foreach (SearchHit hit in hits)
        {
            FoundChunk chunk = GetOrAdd(hit.Record.Id);
            chunk.Record = hit.Record;
            chunk.Vector = range > 0 ? Math.Round((hit.Score - farthest) / range, ComparableDigits) : 1;
        }
    }

    /// <summary>Adds what terms found.</summary>
    public void AddTermed(IReadOnlyList<TermedChunk> chunks)
    {
        foreach (TermedChunk chunk in chunks)
        {
            GetOrAdd(chunk.Id);
        }
    }

    /// <summary>Adds the text of a candidate.</summary>
    public void Add(ChunkRecord record) => GetOrAdd(record.Id).Record = record;

    /// <summary>The candidates whose texts are known, in the order of their ids.</summary>
    /// <param name="fuse">Makes a first score of the evidence.</param>
    public IReadOnlyList<RankingCandidate> ToCandidates(Func<MatchEvidence, double> fuse)
    {
        List<FoundChunk> known = Sorted(chunk => chunk.Record is not null);
        double bestChunk = 0;
        double bestFile = 0;
        foreach (FoundChunk chunk in known)
        {
            Score(chunk);
            bestChunk = Math.Max(bestChunk, chunk.ChunkTerms);
            bestFile = Math.Max(bestFile, chunk.FileTerms);
        }

        return known.ConvertAll(chunk =>
        {
            MatchEvidence evidence = new()
            {
                Terms = bestChunk > 0 ? chunk.ChunkTerms / bestChunk : 0,
                FileTerms = bestFile > 0 ? chunk.FileTerms / bestFile : 0,
                Vectors = chunk.Vector,
            };
            return new RankingCandidate(chunk.Record!, fuse(evidence)) { Evidence = evidence };
        });
    }

    /// <summary>What the store holds and the terms do not know yet, because another run is under way, fits none.</summary>
    private void Score(FoundChunk found)
    {
        foreach (ScopeMatches scope in scopes)
        {
            if (scope.Scope.Repository == found.Record!.Repository
                && scope.Scope.Snapshot.FindChunk(found.Id) is >= 0 and int chunk)
            {
                found.ChunkTerms = scope.Terms.ScoreOfChunk(chunk);
                found.FileTerms = scope.Terms.ScoreOfFile(scope.Scope.Snapshot.GetFileOfChunk(chunk));
            }
        }
    }

    private FoundChunk GetOrAdd(Guid id)
    {
        if (!_found.TryGetValue(id, out FoundChunk? chunk))
        {
            chunk = new FoundChunk(id);
            _found.Add(id, chunk);
        }

        return chunk;
    }

    private List<FoundChunk> Sorted(Func<FoundChunk, bool> isWanted)
    {
        List<FoundChunk> chunks = [.. _found.Values.Where(isWanted)];
        chunks.Sort(static (left, right) => left.Id.CompareTo(right.Id));
        return chunks;
    }
}
