using System.Runtime.CompilerServices;
using VectorHost.Abstractions;

namespace VectorHost.TestSupport;

/// <summary>
/// A whole and correct store in memory, for tests of what stands on a store. It counts what it is asked, and can be told
/// to fail.
/// </summary>
public sealed class InMemoryVectorStore : IVectorStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, ChunkRecord> _records = [];
    private readonly SortedDictionary<string, IndexMetadata> _metadata = new(StringComparer.Ordinal);

    /// <summary>Called before each save with its records; what it throws is what the store throws.</summary>
    public Action<IReadOnlyList<ChunkRecord>>? OnSave { get; set; }

    /// <summary>How many saves there were.</summary>
    public int SaveCount { get; private set; }

    /// <summary>Every record, by id.</summary>
    public IReadOnlyDictionary<Guid, ChunkRecord> Records
    {
        get
        {
            lock (_lock)
            {
                return new Dictionary<Guid, ChunkRecord>(_records);
            }
        }
    }

    /// <inheritdoc/>
    public StoreLimits Limits { get; init; } = new() { MaxBatchRecords = 1000 };

    /// <summary>Forgets a record, as a store does that lost data.</summary>
    public void Lose(Guid id)
    {
        lock (_lock)
        {
            _records.Remove(id);
        }
    }

    /// <inheritdoc/>
    public Task ConnectAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<StoreHealth> CheckHealthAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(new StoreHealth { IsHealthy = true, Description = "in memory" });
    }

    /// <inheritdoc/>
    public Task SaveAsync(IReadOnlyList<ChunkRecord> records, IndexMetadata metadata, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        OnSave?.Invoke(records);
        if (records.Count > Limits.MaxBatchRecords)
        {
            throw new VectorStoreException(StoreFailureKind.LimitExceeded, $"{records.Count} records in one save.");
        }

        lock (_lock)
        {
            RefuseOtherLengths(metadata, records);
            SaveCount++;
            foreach (ChunkRecord record in records)
            {
                _records[record.Id] = record;
            }

            _metadata[metadata.Repository] = metadata;
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ChunkRecord> LoadAsync(
        RecordFilter filter, RecordParts parts, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        foreach (ChunkRecord record in Matching(filter))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return Part(record, parts);
        }

        await Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<SearchHit>> SearchAsync(VectorQuery query, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        RefuseOtherLengths(query);
        return Task.FromResult<IReadOnlyList<SearchHit>>([.. Matching(query.Filter)
            .Select(record => new SearchHit { Record = query.OnlyIds ? OnlyId(record) : Part(record, query.Parts), Score = Dot(record.Embedding.Span, query.Embedding.Span) })
            .OrderByDescending(hit => hit.Score)
            .ThenBy(hit => hit.Record.Id)
            .Take(query.Top)]);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<IndexMetadata>> GetMetadataAsync(string? repository = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<IndexMetadata>>(
                [.. _metadata.Values.Where(metadata => repository is null || metadata.Repository == repository)]);
        }
    }

    /// <inheritdoc/>
    public Task<long> CountAsync(RecordFilter filter, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult((long)Matching(filter).Count);
    }

    /// <inheritdoc/>
    public Task DeleteAsync(RecordFilter filter, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (filter.IsEmpty)
        {
            throw new ArgumentException("The filter is empty.", nameof(filter));
        }

        List<ChunkRecord> matching = Matching(filter);
        lock (_lock)
        {
            matching.ForEach(record => _records.Remove(record.Id));
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task ClearAsync(string? repository = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        List<ChunkRecord> matching = Matching(repository is null ? RecordFilter.All : RecordFilter.ForRepository(repository));
        lock (_lock)
        {
            matching.ForEach(record => _records.Remove(record.Id));
            List<string> repositories = [.. _metadata.Keys.Where(name => repository is null || name == repository)];
            repositories.ForEach(name => _metadata.Remove(name));
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task<bool> ExistsAsync(string? repository = null, CancellationToken cancellationToken = default) =>
        (await GetMetadataAsync(repository, cancellationToken)).Count > 0;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private List<ChunkRecord> Matching(RecordFilter filter)
    {
        int values = (filter.Repositories?.Count ?? 0) + (filter.Paths?.Count ?? 0) + (filter.Ids?.Count ?? 0);
        if (values > Limits.MaxFilterValues)
        {
            throw new VectorStoreException(StoreFailureKind.LimitExceeded, $"{values} values in one filter.");
        }

        lock (_lock)
        {
            return [.. _records.Values.Where(record =>
                (filter.Repositories?.Contains(record.Repository) ?? true)
                && (filter.Paths?.Contains(record.Path) ?? true)
                && (filter.PathPrefix is null || record.Path.StartsWith(filter.PathPrefix, StringComparison.Ordinal))
                && (filter.Ids?.Contains(record.Id) ?? true))];
        }
    }

    /// <summary>Refuses vectors of another length than those of the repository's other records. Called under the lock.</summary>
    private void RefuseOtherLengths(IndexMetadata metadata, IReadOnlyList<ChunkRecord> records)
    {
        if (_records.Values.FirstOrDefault(record => record.Repository == metadata.Repository) is { } kept
            && records.FirstOrDefault(record => record.Embedding.Length != kept.Embedding.Length) is { } other)
        {
            throw Mismatch(kept.Embedding.Length, other.Embedding.Length);
        }
    }

    private void RefuseOtherLengths(VectorQuery query)
    {
        List<ChunkRecord> searched = Matching(query.Filter.Repositories is { } repositories ? new RecordFilter { Repositories = repositories } : RecordFilter.All);
        if (searched.Find(record => record.Embedding.Length != query.Embedding.Length) is { } other)
        {
            throw Mismatch(other.Embedding.Length, query.Embedding.Length);
        }
    }

    private static VectorStoreException Mismatch(int held, int given) =>
        new(StoreFailureKind.Mismatch, $"The store holds vectors of {held} dimensions, and was given one of {given}.");

    /// <summary>As little as may be given, so that whoever asks for ids and looks at more is found out.</summary>
    private static ChunkRecord OnlyId(ChunkRecord record) => new()
    {
        Id = record.Id,
        Repository = "",
        Path = "",
        StartLine = 0,
        EndLine = 0,
        FileHash = "",
        ChunkHash = "",
        Language = "",
    };

    private static ChunkRecord Part(ChunkRecord record, RecordParts parts) => record with
    {
        Text = parts.HasFlag(RecordParts.Text) ? record.Text : null,
        Embedding = parts.HasFlag(RecordParts.Embedding) ? record.Embedding : default,
    };

    private static double Dot(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        double sum = 0;
        for (int i = 0; i < left.Length; i++)
        {
            sum += (double)left[i] * right[i];
        }

        return Math.Clamp(sum, -1, 1);
    }
}
