using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using VectorHost.Abstractions;

namespace VectorHost.Indexing.Moving;

/// <summary>
/// Writes a repository's records into a file: JSON Lines, compressed with gzip. The records come in the order of their
/// ids, so that the same records give the same bytes.
/// </summary>
/// <param name="store">The store, connected; not disposed.</param>
/// <param name="backend">The backend's name, for messages.</param>
/// <param name="timeProvider">The clock.</param>
public sealed class RecordExport(IVectorStore store, string backend, TimeProvider timeProvider)
{
    private const int RecordsAtOnce = 500;

    /// <summary>Exports a repository.</summary>
    /// <param name="repository">The repository's name.</param>
    /// <param name="file">The file, which is replaced only when the new one is complete.</param>
    /// <param name="progress">How far it has come.</param>
    /// <param name="cancellationToken">Cancels the export; the file stays as it was.</param>
    /// <exception cref="MoveException">The store does not hold all of the repository, or it changed meanwhile.</exception>
    /// <exception cref="VectorStoreException">The store failed.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public async Task<MoveSummary> WriteAsync(string repository, string file, MoveProgress progress, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(file);
        ArgumentNullException.ThrowIfNull(progress);
        long start = timeProvider.GetTimestamp();
        IndexMetadata metadata = await new StoreRecords(store, backend, repository).ReadMetadataAsync(cancellationToken).ConfigureAwait(false);
        List<Guid> ids = await ReadIdsAsync(repository, cancellationToken).ConfigureAwait(false);
        progress.Begin(MovePhase.Writing, ids.Count);

        string partial = $"{file}.{Guid.NewGuid():N}.partial";
        try
        {
            RecordDigest digest = new();
            FileStream output = new(partial, FileMode.CreateNew, FileAccess.Write);
            await using (output.ConfigureAwait(false))
            {
                await WriteAsync(output, metadata, ids, digest, progress, cancellationToken).ConfigureAwait(false);
                RandomAccess.FlushToDisk(output.SafeFileHandle);
            }

            File.Move(partial, file, overwrite: true);
            return new MoveSummary
            {
                Repository = repository,
                Records = digest.Count,
                Written = digest.Count,
                Digest = digest.Value,
                Duration = timeProvider.GetElapsedTime(start),
            };
        }
        finally
        {
            File.Delete(partial);
        }
    }

    private async Task<List<Guid>> ReadIdsAsync(string repository, CancellationToken cancellationToken)
    {
        List<Guid> ids = [];
        await foreach (ChunkRecord record in store
            .LoadAsync(RecordFilter.ForRepository(repository), RecordParts.None, cancellationToken).ConfigureAwait(false))
        {
            ids.Add(record.Id);
        }

        ids.Sort();
        return ids;
    }

    private async Task WriteAsync(
        FileStream output, IndexMetadata metadata, List<Guid> ids, RecordDigest digest, MoveProgress progress, CancellationToken cancellationToken)
    {
        GZipStream lines = new(output, CompressionLevel.Optimal, leaveOpen: true);
        await using (lines.ConfigureAwait(false))
        {
            ArchiveHeader header = new(ArchiveHeader.FormatName, ArchiveHeader.CurrentVersion, metadata);
            await WriteLineAsync(lines, header, ArchiveLines.Json.ArchiveHeader, cancellationToken).ConfigureAwait(false);
            foreach (Guid[] some in ids.Chunk(Math.Min(RecordsAtOnce, store.Limits.MaxFilterValues)))
            {
                foreach (ChunkRecord record in await LoadAsync(metadata.Repository, some, cancellationToken).ConfigureAwait(false))
                {
                    digest.Add(record);
                    await WriteLineAsync(lines, ArchiveRecord.Of(record), ArchiveLines.Json.ArchiveRecord, cancellationToken).ConfigureAwait(false);
                }

                progress.Advance(some.Length);
            }

            ArchiveEnd end = new(digest.Count, digest.Value);
            await WriteLineAsync(lines, end, ArchiveLines.Json.ArchiveEnd, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<List<ChunkRecord>> LoadAsync(string repository, Guid[] ids, CancellationToken cancellationToken)
    {
        List<ChunkRecord> records = [];
        await foreach (ChunkRecord record in store.LoadAsync(RecordFilter.ForIds(ids), RecordParts.All, cancellationToken).ConfigureAwait(false))
        {
            records.Add(record);
        }

        if (records.Count != ids.Length)
        {
            throw new MoveException($"'{repository}' changed in the {backend} store while it was exported. Export it again.");
        }

        records.Sort(static (left, right) => left.Id.CompareTo(right.Id));
        return records;
    }

    private static async Task WriteLineAsync<T>(Stream lines, T line, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        await JsonSerializer.SerializeAsync(lines, line, type, cancellationToken).ConfigureAwait(false);
        lines.WriteByte((byte)'\n');
    }
}
