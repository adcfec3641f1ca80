namespace VectorHost.Indexing.Moving;

/// <summary>How far a move has come. Written by the move, read by whoever shows it, at any moment from any thread.</summary>
public sealed class MoveProgress
{
    private volatile MovePhase _phase;
    private long _done;
    private long _total;

    /// <summary>What is being done.</summary>
    public MovePhase Phase => _phase;

    /// <summary>Records that are done in this phase.</summary>
    public long Done => Interlocked.Read(ref _done);

    /// <summary>Records of this phase.</summary>
    public long Total => Interlocked.Read(ref _total);

    internal void Begin(MovePhase phase, long total)
    {
        Interlocked.Exchange(ref _done, 0);
        Interlocked.Exchange(ref _total, total);
        _phase = phase;
    }

    internal void Advance(int records) => Interlocked.Add(ref _done, records);
}
