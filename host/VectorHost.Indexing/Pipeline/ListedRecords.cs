using VectorHost.Abstractions;
using VectorHost.Indexing.Snapshots;

namespace VectorHost.Indexing.Pipeline;

/// <summary>
/// The records as the store itself lists them: for when no snapshot can vouch for them, as after an interrupted run or
/// on a machine that never indexed the repository.
/// </summary>
internal sealed class ListedRecords : StoredRecords
{
    private readonly Dictionary<Guid, Entry> _entries = [];

    /// <summary>Lists a repository's records.</summary>
    /// <param name="store">The store.</param>
    /// <param name="repository">The repository's name.</param>
    /// <param name="cancellationToken">Cancels the listing.</param>
    public static async Task<ListedRecords> LoadAsync(IVectorStore store, string repository, CancellationToken cancellationToken)
    {
        ListedRecords records = new();
        await foreach (ChunkRecord record in store
            .LoadAsync(RecordFilter.ForRepository(repository), RecordParts.None, cancellationToken).ConfigureAwait(false))
        {
            records._entries[record.Id] = new Entry(record.FileHash, record.StartLine, record.EndLine, IsClaimed: false);
        }

        return records;
    }

    /// <inheritdoc/>
    public override IEnumerable<Guid> Unclaimed() =>
        _entries.Where(entry => !entry.Value.IsClaimed).Select(entry => entry.Key);

    /// <inheritdoc/>
    protected override RecordState ClaimUnderLock(ChunkRecord wanted)
    {
        if (!_entries.TryGetValue(wanted.Id, out Entry entry))
        {
            return RecordState.Missing;
        }

        _entries[wanted.Id] = entry with { IsClaimed = true };
        return entry.Matches(wanted.FileHash, wanted.StartLine, wanted.EndLine) ? RecordState.Current : RecordState.Outdated;
    }

    /// <inheritdoc/>
    protected override bool TryClaimFileUnderLock(RepositorySnapshot remembered, int file)
    {
        IReadOnlyList<SnapshotChunk> chunks = remembered.GetChunks(file);
        string hash = remembered.GetFile(file).Hash;
        if (!chunks.All(chunk => _entries.TryGetValue(chunk.Id, out Entry entry) && entry.Matches(hash, chunk.StartLine, chunk.EndLine)))
        {
            return false;
        }

        foreach (SnapshotChunk chunk in chunks)
        {
            _entries[chunk.Id] = _entries[chunk.Id] with { IsClaimed = true };
        }

        return true;
    }

    private readonly record struct Entry(string FileHash, int StartLine, int EndLine, bool IsClaimed)
    {
        public bool Matches(string fileHash, int startLine, int endLine) =>
            StartLine == startLine && EndLine == endLine && FileHash == fileHash;
    }
}
