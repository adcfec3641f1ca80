namespace VectorHost.Plugins.Sqlite.Search;

/// <summary>Keeps the best so many of the candidates that it is offered.</summary>
/// <remarks>A heap with the worst on top, written out: the library's would be compiled anew in every process.</remarks>
/// <param name="capacity">How many are kept.</param>
internal sealed class TopCandidates(int capacity)
{
    private Candidate[] _heap = new Candidate[Math.Min(capacity, 256)];
    private int _count;

    /// <summary>How many are kept at the most.</summary>
    public int Capacity => capacity;

    /// <summary>Whether as many are kept as can be.</summary>
    public bool IsFull => _count == capacity;

    /// <summary>What a score must not be below to be kept.</summary>
    public float Threshold { get; private set; } = float.NegativeInfinity;

    /// <summary>Takes a candidate where it is among the best so far.</summary>
    public void Offer(Candidate candidate)
    {
        if (candidate.Score < Threshold)
        {
            return;
        }

        if (_count < capacity)
        {
            if (_count == _heap.Length)
            {
                Array.Resize(ref _heap, (int)Math.Min(capacity, 2L * _count));
            }

            Rise(_count++, candidate);
        }
        else if (candidate.IsBetterThan(_heap[0]))
        {
            Sink(_count, candidate);
        }

        if (_count == capacity)
        {
            Threshold = _heap[0].Score;
        }
    }

    /// <summary>The candidates kept, best first. Takes them out.</summary>
    public Candidate[] Drain()
    {
        Candidate[] candidates = new Candidate[_count];
        while (_count > 0)
        {
            candidates[--_count] = _heap[0];
            Sink(_count, _heap[_count]);
        }

        Threshold = float.NegativeInfinity;
        return candidates;
    }

    /// <summary>Puts a candidate at a free place, or above it.</summary>
    private void Rise(int place, Candidate candidate)
    {
        while (place > 0 && _heap[(place - 1) / 2].IsBetterThan(candidate))
        {
            _heap[place] = _heap[(place - 1) / 2];
            place = (place - 1) / 2;
        }

        _heap[place] = candidate;
    }

    /// <summary>Puts a candidate in place of the worst, or below it.</summary>
    private void Sink(int count, Candidate candidate)
    {
        int place = 0;
        while ((2 * place) + 1 < count)
        {
            int child = (2 * place) + 1;
            if (child + 1 < count && _heap[child].IsBetterThan(_heap[child + 1]))
            {
                child++;
            }

            if (!candidate.IsBetterThan(_heap[child]))
            {
                break;
            }

            _heap[place] = _heap[child];
            place = child;
        }

        _heap[place] = candidate;
    }
}
