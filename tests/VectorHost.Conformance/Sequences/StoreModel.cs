using VectorHost.Abstractions;

namespace VectorHost.Conformance.Sequences;

/// <summary>What a store must hold, kept in the plainest way.</summary>
internal sealed class StoreModel
{
    private readonly Dictionary<Guid, ChunkRecord> _records = [];
    private readonly SortedDictionary<string, IndexMetadata> _metadata = new(StringComparer.Ordinal);

    /// <summary>The records.</summary>
    public IReadOnlyCollection<ChunkRecord> Records => _records.Values;

    /// <summary>The metadata, in the order of the repositories' names.</summary>
    public IReadOnlyCollection<IndexMetadata> Metadata => _metadata.Values;

    public void Save(IEnumerable<ChunkRecord> records, IndexMetadata metadata)
    {
        foreach (ChunkRecord record in records)
        {
            _records[record.Id] = record;
        }

        _metadata[metadata.Repository] = metadata;
    }

    public void Delete(RecordFilter filter)
    {
        foreach (ChunkRecord record in Records.Where(record => ExactSearch.Matches(filter, record)).ToList())
        {
            _records.Remove(record.Id);
        }
    }

    public void Clear(string? repository)
    {
        Delete(repository is null ? RecordFilter.All : RecordFilter.ForRepository(repository));
        foreach (string name in _metadata.Keys.Where(name => repository is null || name == repository).ToList())
        {
            _metadata.Remove(name);
        }
    }
}
