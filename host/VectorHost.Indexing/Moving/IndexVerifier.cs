using System.Security.Cryptography;
using System.Text;
using VectorHost.Abstractions;
using VectorHost.Indexing.Snapshots;

namespace VectorHost.Indexing.Moving;

/// <summary>Compares what a store holds of a repository with its metadata, with itself, and with the host's snapshot of it.</summary>
/// <param name="store">The store, connected; not disposed.</param>
/// <param name="repository">The repository's name.</param>
public sealed class IndexVerifier(IVectorStore store, string repository)
{
    private const int ExamplesOfEach = 5;

    private readonly List<string> _problems = [];
    private readonly Dictionary<string, int> _counts = [];

    /// <summary>Reads every record.</summary>
    /// <param name="snapshots">Where the host's snapshot of the store is.</param>
    /// <param name="progress">How far it has come.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="VectorStoreException">The store failed.</exception>
    public async Task<VerifiedIndex> VerifyAsync(SnapshotLocation snapshots, MoveProgress progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(snapshots);
        ArgumentNullException.ThrowIfNull(progress);
        IndexMetadata? metadata = (await store.GetMetadataAsync(repository, cancellationToken).ConfigureAwait(false)).SingleOrDefault();
        progress.Begin(MovePhase.Verifying, metadata?.RecordCount ?? 0);
        using RepositorySnapshot? snapshot = snapshots.Open().Snapshot;

        RecordDigest digest = new();
        HashSet<Guid> ids = [];
        HashSet<string> files = [];
        int unknown = 0;
        RecordFilter filter = RecordFilter.ForRepository(repository);
        await foreach (ChunkRecord record in store.LoadAsync(filter, RecordParts.All, cancellationToken).ConfigureAwait(false))
        {
            digest.Add(record);
            files.Add(record.Path);
            CheckRecord(record, metadata, isFirst: ids.Add(record.Id));
            unknown += snapshot is not null && !IsIn(snapshot, record) ? 1 : 0;
            progress.Advance(1);
        }

        CheckMetadata(metadata, digest.Count, files.Count);
        CheckSnapshot(snapshot, digest.Count, unknown);
        return new VerifiedIndex
        {
            Metadata = metadata,
            Records = digest.Count,
            Digest = digest.Value,
            Problems = [.. _problems, .. MoreProblems()],
        };
    }

    private void CheckRecord(ChunkRecord record, IndexMetadata? metadata, bool isFirst)
    {
        string place = $"{record.Path}:{record.StartLine} ({record.Id})";
        if (!isFirst)
        {
            Note("is there twice", place);
        }

        if (RecordFaults.OfVector(record, metadata?.Embedder.Dimensions) is { } fault)
        {
            Note(fault, place);
        }

        if (RecordFaults.OfLines(record) is not null)
        {
            Note("ends before it begins, or begins before line 1", place);
        }

        string text = record.Text ?? "";
        if (!Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))).Equals(record.ChunkHash, StringComparison.Ordinal))
        {
            Note("has a text that does not match its hash", place);
        }
    }

    private void CheckMetadata(IndexMetadata? metadata, long records, int files)
    {
        if (metadata is null)
        {
            _problems.Add(records == 0 ? "The store holds nothing of the repository." : $"The store holds {records:N0} records but no metadata.");
            return;
        }

        if (metadata.State != IndexState.Complete)
        {
            _problems.Add("The last run was interrupted: records may be missing or stale.");
            return;
        }

        if (metadata.RecordCount != records)
        {
            _problems.Add($"The metadata speaks of {metadata.RecordCount:N0} records, the store holds {records:N0}.");
        }

        if (metadata.FileCount != files)
        {
            _problems.Add($"The metadata speaks of {metadata.FileCount:N0} files, the records are of {files:N0}.");
        }
    }

    private void CheckSnapshot(RepositorySnapshot? snapshot, long records, int unknown)
    {
        if (snapshot is not null && (unknown > 0 || snapshot.ChunkCount != records))
        {
            _problems.Add(
                $"The local snapshot knows {snapshot.ChunkCount:N0} chunks; of the store's {records:N0} records it lacks {unknown:N0}, or has them at other lines.");
        }
    }

    private static bool IsIn(RepositorySnapshot snapshot, ChunkRecord record)
    {
        int number = snapshot.FindChunk(record.Id);
        return number >= 0 && snapshot.GetChunk(number) is var chunk &&
            chunk.StartLine == record.StartLine && chunk.EndLine == record.EndLine && chunk.Hash == record.ChunkHash;
    }

    private void Note(string problem, string place)
    {
        int count = _counts[problem] = _counts.GetValueOrDefault(problem) + 1;
        if (count <= ExamplesOfEach)
        {
            _problems.Add($"{place} {problem}.");
        }
    }

    private IEnumerable<string> MoreProblems() =>
        from count in _counts
        where count.Value > ExamplesOfEach
        select $"{count.Value - ExamplesOfEach:N0} more records: each {count.Key}.";
}
