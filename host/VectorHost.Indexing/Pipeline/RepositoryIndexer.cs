using Microsoft.Extensions.Logging;
using VectorHost.Abstractions;
using VectorHost.Indexing.Embedding;
using VectorHost.Indexing.Repositories;
using VectorHost.Indexing.Snapshots;

namespace VectorHost.Indexing.Pipeline;

/// <summary>
/// Brings a store's records of a repository up to date with its files: reads only files that changed, embeds no more of
/// them than it must, deletes what is gone, and goes on where an interrupted run stopped.
/// </summary>
/// <param name="store">The store, connected.</param>
/// <param name="embedder">Makes the vectors, connected.</param>
/// <param name="locations">Where snapshots and locks are.</param>
/// <param name="timeProvider">The clock.</param>
/// <param name="logger">Told what is not in the summary.</param>
public sealed partial class RepositoryIndexer(
    IVectorStore store, Embedder embedder, SnapshotLocation locations, TimeProvider timeProvider, ILogger<RepositoryIndexer> logger)
{
    /// <summary>The entry of the metadata that names the run which the records mirror.</summary>
    public const string RevisionEntry = "revision";

    /// <summary>Indexes a repository.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Follows the run.</param>
    /// <param name="cancellationToken">Stops the run; what was saved stays saved, and the next run goes on from there.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="IndexMismatchException">The store's records were made with another embedder.</exception>
    /// <exception cref="RepositoryException">The repository cannot be walked.</exception>
    /// <exception cref="EmbeddingException">Texts could not be embedded.</exception>
    /// <exception cref="VectorStoreException">The store failed.</exception>
    /// <exception cref="RepositoryBusyException">Another process is indexing the repository, and is not waited for.</exception>
    public async Task<IndexSummary> IndexAsync(
        RepositoryIdentity repository, IndexOptions options, IndexProgress progress, CancellationToken cancellationToken)
    {
        long started = timeProvider.GetTimestamp();
        progress.Phase = IndexPhase.Waiting;
        using RepositoryLock writing = await LockAsync(repository.Name, options, cancellationToken).ConfigureAwait(false);

        IndexSummary summary;
        try
        {
            summary = await RunAsync(repository, options, progress, cancellationToken).ConfigureAwait(false);
        }
        catch (SnapshotDamagedException damage)
        {
            // Some damage shows only when a part is first used. Without the snapshot, the store's own list does.
            LogSnapshotUnusable(logger, locations.Directory, damage.Reason);
            locations.Delete();
            summary = await RunAsync(repository, options, progress, cancellationToken).ConfigureAwait(false);
        }

        return summary with { Duration = timeProvider.GetElapsedTime(started) };
    }

    private async Task<IndexSummary> RunAsync(
        RepositoryIdentity repository, IndexOptions options, IndexProgress progress, CancellationToken cancellationToken)
    {
        progress.Phase = IndexPhase.Comparing;
        IndexMetadata? metadata = await FindMetadataAsync(repository.Name, cancellationToken).ConfigureAwait(false);
        if (options.Full)
        {
            await store.ClearAsync(repository.Name, cancellationToken).ConfigureAwait(false);
            metadata = null;
        }
        else if (metadata is not null && metadata.Embedder != embedder.Fingerprint)
        {
            throw new IndexMismatchException(repository.Name, metadata.Embedder, embedder.Fingerprint);
        }

        using RepositorySnapshot? snapshot = OpenSnapshot(options);
        using IndexRun run = new(store, embedder, repository)
        {
            Description = new RunDescription(repository, embedder, options, metadata, timeProvider),
            Snapshot = snapshot,
            Stored = await CompareAsync(repository.Name, metadata, snapshot, cancellationToken).ConfigureAwait(false),
            Locations = locations,
            Skips = new SkipCounter((path, reason) => LogSkipped(logger, path, reason)),
            Progress = progress,
        };
        return await run.ExecuteAsync(options, cancellationToken).ConfigureAwait(false);
    }

    private async Task<RepositoryLock> LockAsync(string repository, IndexOptions options, CancellationToken cancellationToken)
    {
        if (options.WaitForOthers)
        {
            return await RepositoryLock.AcquireAsync(
                locations.LockFile, options.OnWaiting, timeProvider, cancellationToken).ConfigureAwait(false);
        }

        return RepositoryLock.TryAcquire(locations.LockFile)
            ?? throw new RepositoryBusyException(repository, RepositoryLock.FindHolder(locations.LockFile));
    }

    private async Task<IndexMetadata?> FindMetadataAsync(string repository, CancellationToken cancellationToken) =>
        (await store.GetMetadataAsync(repository, cancellationToken).ConfigureAwait(false)).SingleOrDefault();

    /// <summary>A snapshot of files that were read or cut by other rules says nothing about the chunks of today.</summary>
    private RepositorySnapshot? OpenSnapshot(IndexOptions options)
    {
        if (options.Full)
        {
            return null;
        }

        SnapshotOpening opening = locations.Open();
        if (!opening.IsUsable)
        {
            LogSnapshotUnusable(logger, locations.Directory, opening.Obstacle);
            return null;
        }

        if (opening.Snapshot.Header.Chunker == SnapshotEntries.ChunkerOf(options))
        {
            return opening.Snapshot;
        }

        opening.Snapshot.Dispose();
        return null;
    }

    private async Task<StoredRecords> CompareAsync(
        string repository, IndexMetadata? metadata, RepositorySnapshot? snapshot, CancellationToken cancellationToken)
    {
        if (metadata is { State: IndexState.Complete }
            && snapshot is not null
            && metadata.Entries.GetValueOrDefault(RevisionEntry) == snapshot.Header.Revision.ToString())
        {
            return new SnapshotRecords(snapshot);
        }

        // Without metadata there may still be records, of a run that was killed while it cleared them.
        return await ListedRecords.LoadAsync(store, repository, cancellationToken).ConfigureAwait(false);
    }

    [LoggerMessage(EventId = 2103, Level = LogLevel.Debug, Message = "Skipped {Path}: {Reason}")]
    private static partial void LogSkipped(ILogger logger, string path, SkipReason reason);

    [LoggerMessage(EventId = 2101, Level = LogLevel.Debug, Message = "The snapshot in {Folder} is made anew, because {Obstacle}")]
    private static partial void LogSnapshotUnusable(ILogger logger, string folder, string obstacle);
}
