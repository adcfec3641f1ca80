using System.Collections;
using VectorHost.Abstractions;
using VectorHost.Indexing.Snapshots;

namespace VectorHost.Indexing.Pipeline;

/// <summary>
/// The records as a snapshot remembers them: right whenever the store's metadata carries the snapshot's revision, and
/// much cheaper than asking the store.
/// </summary>
/// <param name="snapshot">The snapshot, which outlives this.</param>
internal sealed class SnapshotRecords(RepositorySnapshot snapshot) : StoredRecords
{
    private readonly BitArray _claimed = new(snapshot.ChunkCount);

    /// <inheritdoc/>
    public override IEnumerable<Guid> Unclaimed()
    {
        for (int i = 0; i < snapshot.ChunkCount; i++)
        {
            if (!_claimed[i])
            {
                yield return snapshot.GetChunk(i).Id;
            }
        }
    }

    /// <inheritdoc/>
    protected override RecordState ClaimUnderLock(ChunkRecord wanted)
    {
        int index = snapshot.FindChunk(wanted.Id);
        if (index < 0)
        {
            return RecordState.Missing;
        }

        _claimed[index] = true;
        SnapshotChunk chunk = snapshot.GetChunk(index);
        bool current = chunk.StartLine == wanted.StartLine
            && chunk.EndLine == wanted.EndLine
            && snapshot.GetFile(snapshot.GetFileOfChunk(index)).Hash == wanted.FileHash;
        return current ? RecordState.Current : RecordState.Outdated;
    }

    /// <inheritdoc/>
    protected override bool TryClaimFileUnderLock(RepositorySnapshot remembered, int file)
    {
        (int first, int count) = remembered.GetChunkRange(file);
        for (int i = first; i < first + count; i++)
        {
            _claimed[i] = true;
        }

        return true;
    }
}
