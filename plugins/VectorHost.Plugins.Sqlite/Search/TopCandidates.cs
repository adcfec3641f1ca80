namespace VectorHost.Plugins.Sqlite.Search;

/// <summary>Keeps the best so many of the candidates that it is offered.</summary>
internal sealed class TopCandidates(int capacity)
{
    private readonly PriorityQueue<Candidate, Candidate> _kept = new(Candidate.WorstFirst);
    private float _threshold = float.NegativeInfinity;

    /// <summary>Takes a candidate where it is among the best so far.</summary>
    /// <param name="similarity">The product of two vectors of length 1, which rounding may carry past 1.</param>
    /// <param name="id">The record's id.</param>
    /// <param name="rowId">The record's row.</param>
    public void Offer(float similarity, Guid id, long rowId)
    {
        float score = Math.Clamp(similarity, -1f, 1f);
        if (score < _threshold)
        {
            return;
        }

        Candidate candidate = new(score, id, rowId);
        if (_kept.Count < capacity)
        {
            _kept.Enqueue(candidate, candidate);
        }
        else
        {
            _kept.EnqueueDequeue(candidate, candidate);
        }

        if (_kept.Count == capacity)
        {
            _threshold = _kept.Peek().Score;
        }
    }

    /// <summary>The candidates kept, best first. Takes them out.</summary>
    public Candidate[] Drain()
    {
        Candidate[] candidates = new Candidate[_kept.Count];
        for (int i = candidates.Length - 1; i >= 0; i--)
        {
            candidates[i] = _kept.Dequeue();
        }

        return candidates;
    }
}
