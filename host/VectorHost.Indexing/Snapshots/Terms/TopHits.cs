namespace VectorHost.Indexing.Snapshots.Terms;

/// <summary>Keeps the best of the chunks that are offered in the order of their numbers.</summary>
/// <param name="top">How many to keep.</param>
internal sealed class TopHits(int top)
{
    private readonly List<TermHit> _hits = [];

    /// <summary>What a score must be above to be among the best so far. Among equals the first stay.</summary>
    public double Threshold { get; private set; }

    /// <summary>Keeps a chunk whose score is above the threshold.</summary>
    public void Add(int chunk, double score)
    {
        _hits.Add(new TermHit(chunk, score));
        if (_hits.Count >= 2L * top)
        {
            Trim();
            Threshold = _hits[^1].Score;
        }
    }

    public IReadOnlyList<TermHit> ToList()
    {
        Trim();
        return _hits;
    }

    private void Trim()
    {
        _hits.Sort((left, right) => right.Score.CompareTo(left.Score) is int order and not 0
            ? order
            : left.ChunkIndex.CompareTo(right.ChunkIndex));
        if (_hits.Count > top)
        {
            _hits.RemoveRange(top, _hits.Count - top);
        }
    }
}
