namespace VectorHost.TestServers.Pinecone;

/// <summary>
/// The records of a namespace, and the writes that cannot be seen yet. Every request counts them down, so that what is
/// seen depends on requests alone and on no clock. Not safe for several threads: the index locks.
/// </summary>
internal sealed class PineconeNamespace(int requestsUntilVisible)
{
    private readonly Dictionary<string, PineconeRecord> _visible = [];
    private readonly Queue<(long Sequence, Action<Dictionary<string, PineconeRecord>> Change, long VisibleAt)> _pending = [];
    private string[]? _sortedIds;
    private long _requests;
    private long _written;

    /// <summary>The number of the last write that can be seen.</summary>
    public long IndexedSequence { get; private set; }

    /// <summary>Whether nothing can be seen, nor ever will be.</summary>
    public bool IsGone => _visible.Count == 0 && _pending.Count == 0;

    /// <summary>Whether anything can be seen.</summary>
    public bool IsEmpty => _visible.Count == 0;

    /// <summary>The figure that statistics give, which is that of the time when they were last asked.</summary>
    public int ReportedCount
    {
        get
        {
            int reported = field;
            field = _visible.Count;
            return reported;
        }
    }

    /// <summary>The records that can be seen.</summary>
    public IReadOnlyDictionary<string, PineconeRecord> Visible => _visible;

    /// <summary>The ids that can be seen, in the order of their bytes.</summary>
    public string[] SortedIds
    {
        get
        {
            if (_sortedIds is null)
            {
                _sortedIds = [.. _visible.Keys];
                Array.Sort(_sortedIds, StringComparer.Ordinal);
            }

            return _sortedIds;
        }
    }

    /// <summary>Counts a request, and shows the writes whose time has come.</summary>
    public void CountRequest()
    {
        _requests++;
        while (_pending.TryPeek(out var write) && write.VisibleAt <= _requests)
        {
            _pending.Dequeue();
            write.Change(_visible);
            IndexedSequence = write.Sequence;
            _sortedIds = null;
        }
    }

    /// <summary>Takes a write.</summary>
    /// <returns>Its number.</returns>
    public long Write(Action<Dictionary<string, PineconeRecord>> change)
    {
        _pending.Enqueue((++_written, change, _requests + requestsUntilVisible));
        return _written;
    }

    /// <summary>The records as they will be once every write can be seen.</summary>
    public IReadOnlyDictionary<string, PineconeRecord> Written()
    {
        Dictionary<string, PineconeRecord> records = new(_visible);
        foreach ((_, Action<Dictionary<string, PineconeRecord>> change, _) in _pending)
        {
            change(records);
        }

        return records;
    }
}
