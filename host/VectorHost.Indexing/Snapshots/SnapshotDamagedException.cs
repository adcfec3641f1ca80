namespace VectorHost.Indexing.Snapshots;

/// <summary>
/// A snapshot that could be opened turned out to be damaged when a part was first used. Nothing is lost: the caller
/// rebuilds the snapshot, as if it had not been usable in the first place.
/// </summary>
/// <param name="reason">What is wrong, as a clause.</param>
/// <param name="innerException">The cause.</param>
public sealed class SnapshotDamagedException(string reason, Exception? innerException = null)
    : Exception($"The local snapshot is damaged and has to be rebuilt: {reason}.", innerException)
{
    /// <summary>What is wrong, as a clause without a full stop.</summary>
    public string Reason { get; } = reason;
}
