using VectorHost.Abstractions;
using VectorHost.Indexing.Pipeline;
using VectorHost.Indexing.Snapshots;

namespace VectorHost.Indexing.Searching;

/// <summary>
/// Makes a repository's snapshot from the store's own records: for a machine that never indexed it, or lost its cache.
/// </summary>
/// <param name="store">The store, connected.</param>
public sealed class SnapshotRebuilder(IVectorStore store)
{
    private const int IdsInLoad = 500;

    /// <summary>Opens the snapshot of a repository, rebuilding it where it is missing, damaged or of another run.</summary>
    /// <param name="metadata">The repository's metadata.</param>
    /// <param name="locations">Where the snapshot is.</param>
    /// <param name="onRebuild">Called before a rebuild begins, which may take a while.</param>
    /// <param name="cancellationToken">Cancels the rebuild.</param>
    /// <exception cref="VectorStoreException">The store failed.</exception>
    public async Task<RepositorySnapshot> OpenAsync(
        IndexMetadata metadata, SnapshotLocation locations, Action onRebuild, CancellationToken cancellationToken)
    {
        string? revision = metadata.Entries.GetValueOrDefault(RepositoryIndexer.RevisionEntry);
        if (OpenCurrent(locations, revision) is { } current)
        {
            return current;
        }

        using RepositoryLock? writing = RepositoryLock.TryAcquire(locations.LockFile);
        if (writing is null)
        {
            onRebuild();
            return await RebuildApartAsync(metadata, revision, cancellationToken).ConfigureAwait(false);
        }

        if (OpenCurrent(locations, revision) is { } rebuiltByAnother)
        {
            return rebuiltByAnother;
        }

        onRebuild();
        using (SnapshotWriter writer = await CollectAsync(metadata, revision, locations.WorkingDirectory, cancellationToken).ConfigureAwait(false))
        {
            locations.Publish(writer, cancellationToken);
        }

        return Usable(locations.Open(), locations.Directory);
    }

    /// <summary>While a run is under way there is no revision to compare; the last snapshot is the best there is.</summary>
    private static RepositorySnapshot? OpenCurrent(SnapshotLocation locations, string? revision)
    {
        SnapshotOpening opening = locations.Open();
        if (!opening.IsUsable || revision is null || opening.Snapshot.Header.Revision.ToString() == revision)
        {
            return opening.Snapshot;
        }

        opening.Snapshot.Dispose();
        return null;
    }

    private static RepositorySnapshot Usable(SnapshotOpening opening, string folder) =>
        opening.Snapshot ?? throw new IOException($"The snapshot in {folder} cannot be read back, because {opening.Obstacle}.");

    /// <summary>
    /// Makes a snapshot for one search alone: another process holds the right to publish one, and may hold it for as long
    /// as it takes to index a large repository.
    /// </summary>
    private async Task<RepositorySnapshot> RebuildApartAsync(IndexMetadata metadata, string? revision, CancellationToken cancellationToken)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("vectorhost-");
        try
        {
            string file = Path.Combine(folder.FullName, "search.snapshot");
            using SnapshotWriter writer = await CollectAsync(metadata, revision, folder.FullName, cancellationToken).ConfigureAwait(false);
            writer.Complete(file, cancellationToken);
            return Usable(RepositorySnapshot.Open(file), folder.FullName);
        }
        finally
        {
            TryDelete(folder);
        }
    }

    /// <summary>On Windows a file that is open stays, and is left to whatever tidies the temporary folder.</summary>
    private static void TryDelete(DirectoryInfo folder)
    {
        try
        {
            folder.Delete(recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return;
        }
    }

    private async Task<SnapshotWriter> CollectAsync(
        IndexMetadata metadata, string? revision, string workingDirectory, CancellationToken cancellationToken)
    {
        List<ChunkRecord> records = await ListAsync(metadata.Repository, cancellationToken).ConfigureAwait(false);
        SnapshotHeader header = new()
        {
            Repository = metadata.Repository,
            Revision = Guid.TryParse(revision, out Guid parsed) ? parsed : Guid.Empty,
            Embedder = metadata.Embedder.ToString(),
            Chunker = metadata.Chunker,
            StartedAt = DateTimeOffset.UnixEpoch,
        };
        SnapshotWriter writer = new(header, workingDirectory);
        try
        {
            await AddFilesAsync(writer, records, cancellationToken).ConfigureAwait(false);
            return writer;
        }
        catch
        {
            writer.Dispose();
            throw;
        }
    }

    private async Task AddFilesAsync(SnapshotWriter writer, List<ChunkRecord> records, CancellationToken cancellationToken)
    {
        foreach (List<ChunkRecord> group in GroupsOfFiles(records, Math.Min(IdsInLoad, store.Limits.MaxFilterValues)))
        {
            Dictionary<Guid, string> texts = await LoadTextsAsync(group, cancellationToken).ConfigureAwait(false);
            foreach (IGrouping<string, ChunkRecord> file in group.GroupBy(record => record.Path))
            {
                writer.AddFile(
                    SnapshotEntries.Stored(file.First()),
                    [.. file
                        .Where(record => texts.ContainsKey(record.Id))
                        .Select(record => (SnapshotEntries.Chunk(record), texts[record.Id]))]);
            }
        }
    }

    private async Task<List<ChunkRecord>> ListAsync(string repository, CancellationToken cancellationToken)
    {
        List<ChunkRecord> records = [];
        await foreach (ChunkRecord record in store
            .LoadAsync(RecordFilter.ForRepository(repository), RecordParts.None, cancellationToken).ConfigureAwait(false))
        {
            records.Add(record);
        }

        records.Sort((a, b) => string.CompareOrdinal(a.Path, b.Path) is var order and not 0 ? order : a.StartLine.CompareTo(b.StartLine));
        return records;
    }

    /// <summary>Cuts the sorted records into groups of whole files, so that only one group's texts are in memory.</summary>
    private static IEnumerable<List<ChunkRecord>> GroupsOfFiles(List<ChunkRecord> records, int size)
    {
        List<ChunkRecord> group = [];
        foreach (IGrouping<string, ChunkRecord> file in records.GroupBy(record => record.Path))
        {
            group.AddRange(file);
            if (group.Count >= size)
            {
                yield return group;
                group = [];
            }
        }

        if (group.Count > 0)
        {
            yield return group;
        }
    }

    private async Task<Dictionary<Guid, string>> LoadTextsAsync(List<ChunkRecord> records, CancellationToken cancellationToken)
    {
        Dictionary<Guid, string> texts = [];
        foreach (Guid[] ids in records.Select(record => record.Id).Chunk(Math.Min(IdsInLoad, store.Limits.MaxFilterValues)))
        {
            await foreach (ChunkRecord record in store
                .LoadAsync(RecordFilter.ForIds(ids), RecordParts.Text, cancellationToken).ConfigureAwait(false))
            {
                texts[record.Id] = record.Text!;
            }
        }

        return texts;
    }
}
