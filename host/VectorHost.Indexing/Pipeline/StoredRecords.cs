using VectorHost.Abstractions;
using VectorHost.Indexing.Snapshots;

namespace VectorHost.Indexing.Pipeline;

/// <summary>
/// What the store holds of a repository when a run begins. Each record that the run meets again is claimed; what stays
/// unclaimed is code that is gone. Thread-safe.
/// </summary>
internal abstract class StoredRecords
{
    private readonly Lock _lock = new();

    /// <summary>Claims a record.</summary>
    /// <param name="wanted">The record as it should be, without embedding.</param>
    /// <returns>What has to be done about it.</returns>
    public RecordState Claim(ChunkRecord wanted)
    {
        lock (_lock)
        {
            return ClaimUnderLock(wanted);
        }
    }

    /// <summary>Claims the records of a file that did not change since a snapshot was taken.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="file">The file's index in it.</param>
    /// <returns><see langword="false"/>, with nothing claimed, where the store lacks one of them.</returns>
    public bool TryClaimFile(RepositorySnapshot snapshot, int file)
    {
        lock (_lock)
        {
            return TryClaimFileUnderLock(snapshot, file);
        }
    }

    /// <summary>The ids of the records that nothing claimed. To be called when the run has met every file.</summary>
    public abstract IEnumerable<Guid> Unclaimed();

    protected abstract RecordState ClaimUnderLock(ChunkRecord wanted);

    protected abstract bool TryClaimFileUnderLock(RepositorySnapshot remembered, int file);
}
