using VectorHost.Indexing.Repositories;

namespace VectorHost.Indexing.Pipeline;

/// <summary>What became of a file that had to be read.</summary>
internal abstract record FileOutcome
{
    private FileOutcome()
    {
    }

    /// <summary>It was read and is nothing to index.</summary>
    internal sealed record Skipped(WalkedFile File, SkipReason Reason) : FileOutcome;

    /// <summary>It was read and cut into chunks.</summary>
    internal sealed record Chunked(WalkedFile File, SourceFile Source, IReadOnlyList<PreparedChunk> Chunks) : FileOutcome;
}
