using VectorHost.Indexing.Repositories;
using VectorHost.Indexing.Snapshots;

namespace VectorHost.Indexing.Pipeline;

/// <summary>
/// The files of a walk that have to be read. Those that did not change are kept here and now: mostly that is all of them,
/// and to hand them on to another stage would cost more than to find them unchanged. For one thread at a time.
/// </summary>
/// <param name="walk">The walk, before its first file.</param>
/// <param name="snapshot">What the last completed run remembered, if anything usable.</param>
/// <param name="stored">What the store holds.</param>
/// <param name="skips">Told of files that were read before and are nothing to index.</param>
/// <param name="progress">Told of every file.</param>
internal sealed class ChangedFiles(
    IEnumerator<WalkedFile> walk, RepositorySnapshot? snapshot, StoredRecords stored, SkipCounter skips, IndexProgress progress)
{
    /// <summary>A file changed as late as this before the last walk may have changed again unseen: clocks are coarse.</summary>
    private static readonly TimeSpan ClockGranularity = TimeSpan.FromSeconds(2);

    private readonly List<int> _kept = [];
    private int _expected;

    /// <summary>The file that has to be read.</summary>
    public WalkedFile Current => walk.Current;

    /// <summary>The files met so far that did not change, as the snapshot numbers them.</summary>
    public IReadOnlyList<int> Kept => _kept;

    /// <summary>How many of them are indexed.</summary>
    public long KeptFiles { get; private set; }

    /// <summary>How many chunks they have.</summary>
    public long KeptChunks { get; private set; }

    /// <summary>Walks on to the next file that has to be read.</summary>
    /// <returns>Whether there is one.</returns>
    public bool MoveNext()
    {
        while (walk.MoveNext())
        {
            progress.FileSeen();
            int index = snapshot?.FindFile(Current.Path, _expected) ?? -1;
            if (index < 0)
            {
                return true;
            }

            _expected = index + 1;
            if (!IsUnchanged(snapshot!, index))
            {
                return true;
            }

            Keep(snapshot!, index);
        }

        progress.IsWalkComplete = true;
        return false;
    }

    private bool IsUnchanged(RepositorySnapshot known, int index)
    {
        SnapshotFileState state = known.GetFileState(index);
        return state.Length == Current.Length
            && state.LastWriteTime == Current.LastWriteTimeUtc
            && Current.LastWriteTimeUtc < known.Header.StartedAt - ClockGranularity
            && stored.TryClaimFile(known, index);
    }

    private void Keep(RepositorySnapshot known, int index)
    {
        _kept.Add(index);
        progress.FileDone();
        if (SnapshotEntries.ReasonOf(known.GetFileState(index).SkipReason) is { } reason)
        {
            skips.Add(Current.Path, reason);
            return;
        }

        KeptFiles++;
        KeptChunks += known.GetChunkRange(index).Count;
    }
}
