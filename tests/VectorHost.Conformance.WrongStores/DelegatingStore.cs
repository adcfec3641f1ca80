using VectorHost.Abstractions;

namespace VectorHost.Conformance.WrongStores;

/// <summary>Does everything as the store below it, until a wrong store overrides something.</summary>
internal abstract class DelegatingStore(IVectorStore right) : IVectorStore
{
    public StoreLimits Limits => right.Limits;

    protected IVectorStore Right => right;

    public virtual Task ConnectAsync(CancellationToken cancellationToken = default) => right.ConnectAsync(cancellationToken);

    public virtual Task<StoreHealth> CheckHealthAsync(CancellationToken cancellationToken = default) => right.CheckHealthAsync(cancellationToken);

    public virtual Task SaveAsync(IReadOnlyList<ChunkRecord> records, IndexMetadata metadata, CancellationToken cancellationToken = default) =>
        right.SaveAsync(records, metadata, cancellationToken);

    public virtual IAsyncEnumerable<ChunkRecord> LoadAsync(RecordFilter filter, RecordParts parts, CancellationToken cancellationToken = default) =>
        right.LoadAsync(filter, parts, cancellationToken);

    public virtual Task<IReadOnlyList<SearchHit>> SearchAsync(VectorQuery query, CancellationToken cancellationToken = default) =>
        right.SearchAsync(query, cancellationToken);

    public virtual Task<IReadOnlyList<IndexMetadata>> GetMetadataAsync(string? repository = null, CancellationToken cancellationToken = default) =>
        right.GetMetadataAsync(repository, cancellationToken);

    public virtual Task<long> CountAsync(RecordFilter filter, CancellationToken cancellationToken = default) =>
        right.CountAsync(filter, cancellationToken);

    public virtual Task DeleteAsync(RecordFilter filter, CancellationToken cancellationToken = default) =>
        right.DeleteAsync(filter, cancellationToken);

    public virtual Task ClearAsync(string? repository = null, CancellationToken cancellationToken = default) =>
        right.ClearAsync(repository, cancellationToken);

    public virtual Task<bool> ExistsAsync(string? repository = null, CancellationToken cancellationToken = default) =>
        right.ExistsAsync(repository, cancellationToken);

    public virtual ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
