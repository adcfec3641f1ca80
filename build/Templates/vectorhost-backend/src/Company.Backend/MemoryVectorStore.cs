using System.Runtime.CompilerServices;
using VectorHost.Abstractions;

namespace Company.Backend;

/// <summary>
/// Records in memory, exact search, and a journal in a file so that they are there again the next time.
/// </summary>
/// <remarks>
/// Correct, and no faster than it looks: every search compares the query with every record that the filter leaves, and
/// connecting reads the whole journal, which only ever grows. Good for some ten thousand records.
/// </remarks>
[VectorStoreBackend("company-backend", DisplayName = "Company.Backend")]
public sealed class MemoryVectorStore(VectorStoreContext context) : IVectorStore
{
    private Journal? _journal;

    /// <inheritdoc/>
    public StoreLimits Limits { get; } = new() { MaxBatchRecords = 1_000, MaxTextBytes = 16 << 20 };

    private Journal Journal => _journal
        ?? throw new InvalidOperationException("ConnectAsync has to complete before the store is used.");

    /// <inheritdoc/>
    public async Task ConnectAsync(CancellationToken cancellationToken = default)
    {
        if (_journal is null)
        {
            // Nothing was read or opened before: wrong settings and damage are reported here.
            Journal journal = new(MemorySettings.Read(context).File);
            await journal.ReadAsync(state => state.Records.Count, cancellationToken).ConfigureAwait(false);
            _journal = journal;
        }
    }

    /// <inheritdoc/>
    public async Task<StoreHealth> CheckHealthAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            int count = await Journal.ReadAsync(state => state.Records.Count, cancellationToken).ConfigureAwait(false);
            return new StoreHealth { IsHealthy = true, Description = $"{count} records in {Journal.File}" };
        }
        catch (VectorStoreException exception)
        {
            return new StoreHealth { IsHealthy = false, Description = exception.Message };
        }
    }

    /// <inheritdoc/>
    public Task SaveAsync(IReadOnlyList<ChunkRecord> records, IndexMetadata metadata, CancellationToken cancellationToken = default) =>
        Journal.WriteAsync(
            state =>
            {
                state.CheckDimensions(metadata.Repository, records);
                return new Change { Metadata = metadata, Saved = records };
            },
            cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<ChunkRecord> LoadAsync(
        RecordFilter filter, RecordParts parts, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (ChunkRecord record in await Journal.ReadAsync(state => state.Find(filter), cancellationToken).ConfigureAwait(false))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return Only(record, parts);
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SearchHit>> SearchAsync(VectorQuery query, CancellationToken cancellationToken = default)
    {
        List<ChunkRecord> records = await Journal.ReadAsync(state => state.Find(query.Filter), cancellationToken).ConfigureAwait(false);
        return
        [
            .. records
                .Select(record => (Record: record, Score: Cosine(record.Embedding.Span, query.Embedding.Span)))
                .OrderByDescending(hit => hit.Score)
                .ThenBy(hit => hit.Record.Id)
                .Take(query.Top)
                .Select(hit => new SearchHit { Record = Only(hit.Record, query.Parts), Score = hit.Score }),
        ];
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<IndexMetadata>> GetMetadataAsync(string? repository = null, CancellationToken cancellationToken = default) =>
        Journal.ReadAsync<IReadOnlyList<IndexMetadata>>(
            state => [.. state.Metadata.Values.Where(metadata => repository is null || metadata.Repository == repository)],
            cancellationToken);

    /// <inheritdoc/>
    public Task<long> CountAsync(RecordFilter filter, CancellationToken cancellationToken = default) =>
        Journal.ReadAsync(state => (long)state.Find(filter).Count, cancellationToken);

    /// <inheritdoc/>
    public Task DeleteAsync(RecordFilter filter, CancellationToken cancellationToken = default) => filter.IsEmpty
        ? throw new ArgumentException("The filter is empty: deleting everything is ClearAsync.", nameof(filter))
        : Journal.WriteAsync(state => new Change { Deleted = [.. state.Find(filter).Select(record => record.Id)] }, cancellationToken);

    /// <inheritdoc/>
    public Task ClearAsync(string? repository = null, CancellationToken cancellationToken = default) =>
        Journal.WriteAsync(
            state => new Change { Cleared = repository is null ? [.. state.Repositories] : [repository] },
            cancellationToken);

    /// <inheritdoc/>
    public Task<bool> ExistsAsync(string? repository = null, CancellationToken cancellationToken = default) =>
        Journal.ReadAsync(
            state => repository is null ? state.Metadata.Count > 0 : state.Metadata.ContainsKey(repository),
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _journal?.Dispose();
        return ValueTask.CompletedTask;
    }

    private static ChunkRecord Only(ChunkRecord record, RecordParts parts) => record with
    {
        Text = parts.HasFlag(RecordParts.Text) ? record.Text : null,
        Embedding = parts.HasFlag(RecordParts.Embedding) ? record.Embedding : default,
    };

    /// <summary>The product of two vectors of length 1, which the host promises.</summary>
    private static double Cosine(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        if (left.Length != right.Length)
        {
            throw new VectorStoreException(
                StoreFailureKind.Mismatch,
                $"The query has {right.Length} dimensions and the records have {left.Length}: index again with the embedder in use.");
        }

        double product = 0;
        for (int i = 0; i < left.Length; i++)
        {
            product += (double)left[i] * right[i];
        }

        return Math.Clamp(product, -1, 1);
    }
}
