namespace VectorHost.Indexing.Snapshots.Terms;

/// <summary>Keeps the best of the chunks that are offered in the order of their numbers.</summary>
/// <remarks>A heap with the worst on top, the last of equal ones.</remarks>
/// <param name="top">How many to keep.</param>
internal sealed class TopHits(int top)
{
    private TermHit[] _heap = new TermHit[Math.Min(top, 256)];
    private int _count;

    /// <summary>What a score must be above to be among the best so far. Among equals the first stay.</summary>
    public double Threshold { get; private set; }

    /// <summary>Keeps a chunk whose score is above the threshold.</summary>
    public void Add(int chunk, double score)
    {
        TermHit hit = new(chunk, score);
        if (_count < top)
        {
            if (_count == _heap.Length)
            {
                Array.Resize(ref _heap, (int)Math.Min(top, 2L * _count));
            }

            Rise(_count++, hit);
        }
        else
        {
            Sink(_count, hit);
        }

        if (_count == top)
        {
            Threshold = _heap[0].Score;
        }
    }

    /// <summary>The chunks kept, best first. Takes them out.</summary>
    public IReadOnlyList<TermHit> ToList()
    {
        TermHit[] hits = new TermHit[_count];
        while (_count > 0)
        {
            hits[--_count] = _heap[0];
            Sink(_count, _heap[_count]);
        }

        return hits;
    }

    private static bool IsWorse(TermHit hit, TermHit other) =>
        hit.Score < other.Score || (hit.Score == other.Score && hit.ChunkIndex > other.ChunkIndex);

    /// <summary>Puts a hit at a free place, or above it.</summary>
    private void Rise(int place, TermHit hit)
    {
        while (place > 0 && IsWorse(hit, _heap[(place - 1) / 2]))
        {
            _heap[place] = _heap[(place - 1) / 2];
            place = (place - 1) / 2;
        }

        _heap[place] = hit;
    }

    /// <summary>Puts a hit in place of the worst, or below it.</summary>
    private void Sink(int count, TermHit hit)
    {
        int place = 0;
        while ((2 * place) + 1 < count)
        {
            int child = (2 * place) + 1;
            if (child + 1 < count && IsWorse(_heap[child + 1], _heap[child]))
            {
                child++;
            }

            if (!IsWorse(_heap[child], hit))
            {
                break;
            }

            _heap[place] = _heap[child];
            place = child;
        }

        _heap[place] = hit;
    }
}
