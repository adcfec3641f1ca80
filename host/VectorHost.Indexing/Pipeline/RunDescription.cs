using System.Collections.ObjectModel;
using VectorHost.Abstractions;
using VectorHost.Indexing.Embedding;
using VectorHost.Indexing.Repositories;
using VectorHost.Indexing.Snapshots;

namespace VectorHost.Indexing.Pipeline;

/// <summary>What a run leaves behind about itself, in the store and in the snapshot: one revision ties the two together.</summary>
internal sealed class RunDescription(
    RepositoryIdentity repository, Embedder embedder, IndexOptions options, IndexMetadata? previous, TimeProvider timeProvider)
{
    private readonly Guid _revision = Guid.NewGuid();
    private readonly DateTimeOffset _startedAt = timeProvider.GetUtcNow();

    /// <summary>What the snapshot says of itself.</summary>
    public SnapshotHeader Header => new()
    {
        Repository = repository.Name,
        Revision = _revision,
        Embedder = embedder.Fingerprint.ToString(),
        Chunker = SnapshotEntries.ChunkerOf(options),
        StartedAt = _startedAt,
    };

    /// <summary>The metadata while the run lasts: the counts are still those of the run before.</summary>
    public IndexMetadata Writing() =>
        Metadata(IndexState.Writing, previous?.FileCount ?? 0, previous?.RecordCount ?? 0, ReadOnlyDictionary<string, string>.Empty);

    /// <summary>The metadata of the completed run.</summary>
    public IndexMetadata Complete(long files, long records) => Metadata(
        IndexState.Complete,
        files,
        records,
        new Dictionary<string, string> { [RepositoryIndexer.RevisionEntry] = _revision.ToString() });

    private IndexMetadata Metadata(IndexState state, long files, long records, IReadOnlyDictionary<string, string> entries)
    {
        DateTimeOffset now = DateTimeOffset.FromUnixTimeMilliseconds(timeProvider.GetUtcNow().ToUnixTimeMilliseconds());
        return new IndexMetadata
        {
            Repository = repository.Name,
            Root = repository.Root,
            State = state,
            CreatedAt = previous?.CreatedAt ?? now,
            UpdatedAt = now,
            Embedder = embedder.Fingerprint,
            Chunker = ChunkFingerprint.Of(options.ChunkLength),
            FileCount = files,
            RecordCount = records,
            ToolVersion = ToolVersion.Current,
            Entries = entries,
        };
    }
}
