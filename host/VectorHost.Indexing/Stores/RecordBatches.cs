using System.Text;
using VectorHost.Abstractions;

namespace VectorHost.Indexing.Stores;

/// <summary>Collects records until a batch is as full as the store's limits, and the host's patience, allow.</summary>
/// <param name="limits">The store's limits.</param>
internal sealed class RecordBatches(StoreLimits limits)
{
    /// <summary>Small enough that an interrupted run loses little work, large enough that commits cost little.</summary>
    private const int PreferredRecords = 500;

    private readonly int _maxRecords = Math.Min(limits.MaxBatchRecords, PreferredRecords);
    private List<ChunkRecord> _records = [];
    private long _bytes;

    /// <summary>Whether records wait for their batch to fill.</summary>
    public bool HasRemainder => _records.Count > 0;

    /// <summary>Adds a record.</summary>
    /// <param name="record">The record, complete.</param>
    /// <returns>The batch that was full before this record, or <see langword="null"/>.</returns>
    /// <exception cref="VectorStoreException">The record alone is more than the store takes.</exception>
    public IReadOnlyList<ChunkRecord>? Add(ChunkRecord record)
    {
        long size = RecordSize.Of(record);
        RefuseBeyondLimits(record, size);
        IReadOnlyList<ChunkRecord>? full = null;
        if (_records.Count == _maxRecords || (_records.Count > 0 && _bytes + size > limits.MaxBatchBytes))
        {
            full = TakeRemainder();
        }

        _records.Add(record);
        _bytes += size;
        return full;
    }

    /// <summary>Takes what waits.</summary>
    public IReadOnlyList<ChunkRecord> TakeRemainder()
    {
        List<ChunkRecord> records = _records;
        _records = [];
        _bytes = 0;
        return records;
    }

    private void RefuseBeyondLimits(ChunkRecord record, long size)
    {
        string? excess = size > limits.MaxBatchBytes ? $"{size:N0} bytes; the backend takes {limits.MaxBatchBytes:N0}"
            : record.Embedding.Length > limits.MaxDimensions ? $"{record.Embedding.Length} dimensions; the backend takes {limits.MaxDimensions}"
            : record.Text is { } text && Encoding.UTF8.GetByteCount(text) is var bytes && bytes > limits.MaxTextBytes ? $"{bytes:N0} bytes of text; the backend takes {limits.MaxTextBytes:N0}"
            : null;
        if (excess is not null)
        {
            throw new VectorStoreException(
                StoreFailureKind.LimitExceeded,
                $"{record.Path}:{record.StartLine} is too large for one record ({excess}). Exclude the file with indexing.exclude, or use another backend or embedder.");
        }
    }
}
