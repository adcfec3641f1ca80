using System.Diagnostics.CodeAnalysis;

namespace VectorHost.Indexing.Snapshots;

/// <summary>A snapshot, or why there is none to use.</summary>
public sealed class SnapshotOpening
{
    private SnapshotOpening(RepositorySnapshot? snapshot, string? obstacle, bool isMissing)
    {
        Snapshot = snapshot;
        Obstacle = obstacle;
        IsMissing = isMissing;
    }

    /// <summary>The snapshot, which the caller disposes.</summary>
    public RepositorySnapshot? Snapshot { get; }

    /// <summary>Why the snapshot cannot be used, as a clause that fits after "because" and needs a full stop.</summary>
    public string? Obstacle { get; }

    /// <summary>Whether there simply is no snapshot yet, which is nothing to report.</summary>
    public bool IsMissing { get; }

    /// <summary>Whether there is a snapshot to use; otherwise it has to be built.</summary>
    [MemberNotNullWhen(true, nameof(Snapshot))]
    [MemberNotNullWhen(false, nameof(Obstacle))]
    public bool IsUsable => Snapshot is not null;

    internal static SnapshotOpening Usable(RepositorySnapshot snapshot) => new(snapshot, obstacle: null, isMissing: false);

    internal static SnapshotOpening Unusable(string obstacle) => new(snapshot: null, obstacle, isMissing: false);

    internal static SnapshotOpening Missing() => new(snapshot: null, "there is none yet", isMissing: true);
}
