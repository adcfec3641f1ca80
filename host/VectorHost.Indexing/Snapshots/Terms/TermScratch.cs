namespace VectorHost.Indexing.Snapshots.Terms;

/// <summary>
/// The memory that one question needs: a score for each chunk of a snapshot, and the postings of the question's terms, one
/// term after the other.
/// </summary>
/// <remarks>
/// Used again for the next question: to get memory of this size from the system, and to have it cleaned up, takes longer
/// than to answer.
/// </remarks>
/// <param name="chunkCount">How many chunks the snapshot has.</param>
internal sealed class TermScratch(int chunkCount)
{
    private int[] _chunks = [];
    private uint[] _frequencies = [];
    private int _count;

    /// <summary>A score for each chunk, 0 at first.</summary>
    public double[] Scores { get; } = new double[chunkCount];

    /// <summary>The chunks that hold a term, in rising order.</summary>
    public ReadOnlySpan<int> ChunksOf(MatchedTerm term) => _chunks.AsSpan(term.Start, term.Count);

    /// <summary>How often each of <see cref="ChunksOf"/> holds it.</summary>
    public ReadOnlySpan<uint> FrequenciesOf(MatchedTerm term) => _frequencies.AsSpan(term.Start, term.Count);

    /// <summary>Reads the postings of the term that a cursor is at.</summary>
    public MatchedTerm Read(TermCursor cursor)
    {
        MatchedTerm term = new(Bm25.Weight(chunkCount, cursor.ChunkCount), _count, cursor.ChunkCount);
        EnsureRoom(cursor.ChunkCount);
        cursor.ReadPostings(_chunks.AsSpan(term.Start, term.Count), _frequencies.AsSpan(term.Start, term.Count));
        _count += term.Count;
        return term;
    }

    /// <summary>Makes it ready for another question.</summary>
    public void Clear()
    {
        Array.Clear(Scores);
        _count = 0;
    }

    private void EnsureRoom(int count)
    {
        if (_chunks.Length - _count < count)
        {
            int length = Math.Max(checked(_count + count), (int)Math.Min(Array.MaxLength, 2L * _chunks.Length));
            Array.Resize(ref _chunks, length);
            Array.Resize(ref _frequencies, length);
        }
    }
}
