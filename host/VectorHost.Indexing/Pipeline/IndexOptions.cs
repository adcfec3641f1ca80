using VectorHost.Indexing.Chunking;
using VectorHost.Indexing.Repositories;

namespace VectorHost.Indexing.Pipeline;

/// <summary>How a repository is indexed.</summary>
public sealed record IndexOptions
{
    /// <summary>Whether to delete what is there and begin anew.</summary>
    public bool Full { get; init; }

    /// <summary>Which files count.</summary>
    public WalkOptions Walk { get; init; } = new();

    /// <summary>The size of a chunk that is aimed at, in characters.</summary>
    public int ChunkLength { get; init; } = Chunker.TargetLength;

    /// <summary>
    /// Whether to wait for another process that indexes the same repository; otherwise the run ends at once with
    /// <see cref="RepositoryBusyException"/>.
    /// </summary>
    public bool WaitForOthers { get; init; } = true;

    /// <summary>
    /// Called once before the run waits for another process, with that one's id where it is known: for a line to the user.
    /// </summary>
    public Action<int?>? OnWaiting { get; init; }
}
