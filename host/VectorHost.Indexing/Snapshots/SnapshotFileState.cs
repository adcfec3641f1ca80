using System.Runtime.InteropServices;

namespace VectorHost.Indexing.Snapshots;

/// <summary>What a snapshot remembers of a file beside its names and its hash.</summary>
/// <param name="Length">The file's length in bytes.</param>
/// <param name="LastWriteTime">When the file was last written, to the tick.</param>
/// <param name="SkipReason">As <see cref="SnapshotFile.SkipReason"/>.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct SnapshotFileState(long Length, DateTimeOffset LastWriteTime, byte SkipReason);
