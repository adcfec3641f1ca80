using VectorHost.Abstractions;
using VectorHost.Indexing.Ranking;
using VectorHost.Indexing.Snapshots.Terms;

namespace VectorHost.Indexing.Searching;

/// <summary>The chunks that a search found by one measure or another, with what is known of each by all.</summary>
/// <param name="matches">For each repository by name, where it is searched and how its terms fit.</param>
internal sealed class CandidateSet(IReadOnlyDictionary<string, (SearchScope Scope, TermMatches Terms)> matches)
{
    /// <summary>Backends agree on a vector's score to 1e-5: what differs less is equal, so that all rank alike.</summary>
    private const int ComparableDigits = 4;

    private readonly Dictionary<Guid, double> _vectors = [];
    private readonly Dictionary<Guid, ChunkRecord> _records = [];
    private readonly HashSet<Guid> _termed = [];

    /// <summary>The candidates whose texts are not known yet.</summary>
    public IReadOnlyList<Guid> Missing => [.. _termed.Where(id => !_records.ContainsKey(id)).Order()];

    /// <summary>Adds what vectors found.</summary>
    /// <param name="hits">The hits, best first.</param>
    public void AddNear(IReadOnlyList<SearchHit> hits)
    {
        double farthest = hits.Count > 0 ? hits[^1].Score : 0;
        double range = hits.Count > 0 ? hits[0].Score - farthest : 0;
        foreach (SearchHit hit in hits)
        {
            _records[hit.Record.Id] = hit.Record;
            _vectors[hit.Record.Id] = range > 0 ? Math.Round((hit.Score - farthest) / range, ComparableDigits) : 1;
        }
    }

    /// <summary>Adds what terms found.</summary>
    public void AddTermed(IEnumerable<Guid> ids) => _termed.UnionWith(ids);

    /// <summary>Adds the text of a candidate.</summary>
    public void Add(ChunkRecord record) => _records[record.Id] = record;

    /// <summary>The candidates whose texts are known, in the order of their ids.</summary>
    /// <param name="fuse">Makes a first score of the evidence.</param>
    public IReadOnlyList<RankingCandidate> ToCandidates(Func<MatchEvidence, double> fuse)
    {
        List<(ChunkRecord Record, double Chunk, double File)> scored = [.. _records.Values.OrderBy(record => record.Id).Select(Score)];
        double bestChunk = scored.Select(item => item.Chunk).DefaultIfEmpty().Max();
        double bestFile = scored.Select(item => item.File).DefaultIfEmpty().Max();
        List<RankingCandidate> candidates = [];
        foreach ((ChunkRecord record, double chunk, double file) in scored)
        {
            MatchEvidence evidence = new()
            {
                Terms = bestChunk > 0 ? chunk / bestChunk : 0,
                FileTerms = bestFile > 0 ? file / bestFile : 0,
                Vectors = _vectors.GetValueOrDefault(record.Id),
            };
            candidates.Add(new RankingCandidate(record, fuse(evidence)) { Evidence = evidence });
        }

        return candidates;
    }

    /// <summary>What the store holds and the terms do not know yet, because another run is under way, fits none.</summary>
    private (ChunkRecord Record, double Chunk, double File) Score(ChunkRecord record)
    {
        if (!matches.TryGetValue(record.Repository, out (SearchScope Scope, TermMatches Terms) match)
            || match.Scope.Snapshot.FindChunk(record.Id) is not (>= 0 and int chunk))
        {
            return (record, 0, 0);
        }

        return (record, match.Terms.ScoreOfChunk(chunk), match.Terms.ScoreOfFile(match.Scope.Snapshot.GetFileOfChunk(chunk)));
    }
}
