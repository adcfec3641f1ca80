namespace VectorHost.Indexing.Pipeline;

/// <summary>How far a run has come. Written by the run, read by whoever shows it, at any moment from any thread.</summary>
public sealed class IndexProgress
{
    private volatile IndexPhase _phase;
    private long _filesSeen;
    private long _filesDone;
    private long _chunksFound;
    private long _chunksDone;
    private volatile bool _walked;

    /// <summary>What the run is doing.</summary>
    public IndexPhase Phase
    {
        get => _phase;
        internal set => _phase = value;
    }

    /// <summary>Files that the walk has met so far.</summary>
    public long FilesSeen => Interlocked.Read(ref _filesSeen);

    /// <summary>Files that need no more reading: unchanged, skipped, or cut into chunks.</summary>
    public long FilesDone => Interlocked.Read(ref _filesDone);

    /// <summary>Chunks that have to be saved, as far as is known.</summary>
    public long ChunksFound => Interlocked.Read(ref _chunksFound);

    /// <summary>Chunks that were saved.</summary>
    public long ChunksDone => Interlocked.Read(ref _chunksDone);

    /// <summary>Whether <see cref="FilesSeen"/> is final.</summary>
    public bool IsWalkComplete
    {
        get => _walked;
        internal set => _walked = value;
    }

    internal void FileSeen() => Interlocked.Increment(ref _filesSeen);

    internal void FileDone() => Interlocked.Increment(ref _filesDone);

    internal void ChunkFound() => Interlocked.Increment(ref _chunksFound);

    internal void ChunksSaved(int count) => Interlocked.Add(ref _chunksDone, count);
}
