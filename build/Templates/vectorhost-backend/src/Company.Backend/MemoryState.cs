using VectorHost.Abstractions;

namespace Company.Backend;

/// <summary>What the changes in a journal add up to. Only to be used while the journal is held.</summary>
internal sealed class MemoryState
{
    /// <summary>Every record, by id.</summary>
    public Dictionary<Guid, ChunkRecord> Records { get; } = [];

    /// <summary>The metadata of each repository, in the order of their names.</summary>
    public SortedDictionary<string, IndexMetadata> Metadata { get; } = new(StringComparer.Ordinal);

    /// <summary>Every repository that has metadata or records.</summary>
    public IEnumerable<string> Repositories => Metadata.Keys.Union(Records.Values.Select(record => record.Repository));

    /// <summary>The records that match: every condition that is set must hold.</summary>
    public List<ChunkRecord> Find(RecordFilter filter) =>
    [
        .. Records.Values.Where(record =>
            filter.Repositories?.Contains(record.Repository) is not false
            && filter.Paths?.Contains(record.Path) is not false
            && filter.Ids?.Contains(record.Id) is not false
            && (filter.PathPrefix is null || record.Path.StartsWith(filter.PathPrefix, StringComparison.Ordinal))),
    ];

    /// <summary>Refuses vectors of another length than the repository has.</summary>
    /// <exception cref="VectorStoreException">A vector has another length.</exception>
    public void CheckDimensions(string repository, IReadOnlyList<ChunkRecord> records)
    {
        int? known = Records.Values.FirstOrDefault(record => record.Repository == repository)?.Embedding.Length;
        if (known is not null && records.FirstOrDefault(record => record.Embedding.Length != known) is { } other)
        {
            throw new VectorStoreException(
                StoreFailureKind.Mismatch,
                $"The records of '{repository}' have {known} dimensions, the new ones {other.Embedding.Length}: clear the repository first.");
        }
    }

    /// <summary>Takes a change over.</summary>
    public void Apply(Change change)
    {
        foreach (string repository in change.Cleared)
        {
            Metadata.Remove(repository);
            foreach (ChunkRecord record in Find(RecordFilter.ForRepository(repository)))
            {
                Records.Remove(record.Id);
            }
        }

        foreach (Guid id in change.Deleted)
        {
            Records.Remove(id);
        }

        foreach (ChunkRecord record in change.Saved)
        {
            Records[record.Id] = record;
        }

        if (change.Metadata is { } metadata)
        {
            Metadata[metadata.Repository] = metadata;
        }
    }
}
