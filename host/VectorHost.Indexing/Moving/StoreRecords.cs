using VectorHost.Abstractions;

namespace VectorHost.Indexing.Moving;

/// <summary>The records that a store holds of a repository.</summary>
/// <param name="store">The store, connected; not disposed.</param>
/// <param name="backend">The backend's name, for messages.</param>
/// <param name="repository">The repository's name.</param>
public sealed class StoreRecords(IVectorStore store, string backend, string repository) : IRecordSource
{
    /// <inheritdoc/>
    public string Name => $"the {backend} store";

    /// <inheritdoc/>
    public async Task<IndexMetadata> ReadMetadataAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<IndexMetadata> found = await store.GetMetadataAsync(repository, cancellationToken).ConfigureAwait(false);
        return found switch
        {
            [] => throw new MoveException($"{Name} holds nothing of '{repository}'. Run 'vectorhost index --backend {backend}' first."),
            [{ State: not IndexState.Complete }] => throw new MoveException(
                $"{Name} does not hold all of '{repository}': a run was interrupted. Run 'vectorhost index --backend {backend}', which goes on from there."),
            _ => found[0],
        };
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<ChunkRecord> ReadRecordsAsync(CancellationToken cancellationToken) =>
        store.LoadAsync(RecordFilter.ForRepository(repository), RecordParts.All, cancellationToken);
}
