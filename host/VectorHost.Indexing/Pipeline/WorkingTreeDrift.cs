using VectorHost.Abstractions;
using VectorHost.Indexing.Repositories;
using VectorHost.Indexing.Snapshots;

namespace VectorHost.Indexing.Pipeline;

/// <summary>How far the files of a repository have moved on since it was indexed. Told by size and time: no file is read.</summary>
public sealed record WorkingTreeDrift
{
    /// <summary>Files whose size or time changed.</summary>
    public required long Changed { get; init; }

    /// <summary>Files that the index has never seen.</summary>
    public required long New { get; init; }

    /// <summary>Files that are gone.</summary>
    public required long Deleted { get; init; }

    /// <summary>Whether the index is up to date.</summary>
    public bool IsNone => Changed + New + Deleted == 0;

    /// <summary>Compares.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="options">Which files count.</param>
    /// <param name="locations">Where the snapshot is.</param>
    /// <param name="metadata">The repository's metadata.</param>
    /// <param name="cancellationToken">Cancels the walk.</param>
    /// <returns><see langword="null"/> where no snapshot of this machine mirrors the store.</returns>
    public static WorkingTreeDrift? Measure(
        RepositoryIdentity repository, WalkOptions options, SnapshotLocation locations, IndexMetadata metadata, CancellationToken cancellationToken)
    {
        using RepositorySnapshot? snapshot = locations.Open().Snapshot;
        if (snapshot is null || metadata.Entries.GetValueOrDefault(RepositoryIndexer.RevisionEntry) != snapshot.Header.Revision.ToString())
        {
            return null;
        }

        long changed = 0;
        long fresh = 0;
        long met = 0;
        int expected = 0;
        foreach (WalkedFile file in new RepositoryWalker().Walk(repository.Root, options, new SkipCounter(), cancellationToken))
        {
            int index = snapshot.FindFile(file.Path, expected);
            expected = index < 0 ? expected : index + 1;
            if (index < 0)
            {
                fresh++;
                continue;
            }

            met++;
            SnapshotFileState known = snapshot.GetFileState(index);
            changed += known.Length == file.Length && known.LastWriteTime == file.LastWriteTimeUtc ? 0 : 1;
        }

        return new WorkingTreeDrift { Changed = changed, New = fresh, Deleted = snapshot.FileCount - met };
    }
}
