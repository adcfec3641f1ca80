using System.Runtime.CompilerServices;
using VectorHost.Abstractions;

namespace VectorHost.Verification;

/// <summary>
/// Gives up on calls that take too long, which the suite's runner cannot: a store that hangs fails the scenario, and the
/// next one runs.
/// </summary>
/// <param name="store">The store, which is disposed with this one.</param>
/// <param name="timeout">How long a call may take.</param>
internal sealed class LimitedStore(IVectorStore store, TimeSpan timeout) : IVectorStore
{
    /// <inheritdoc/>
    public StoreLimits Limits => store.Limits;

    /// <inheritdoc/>
    public Task ConnectAsync(CancellationToken cancellationToken = default) =>
        LimitAsync(() => store.ConnectAsync(cancellationToken));

    /// <inheritdoc/>
    public Task<StoreHealth> CheckHealthAsync(CancellationToken cancellationToken = default) =>
        LimitAsync(() => store.CheckHealthAsync(cancellationToken));

    /// <inheritdoc/>
    public Task SaveAsync(IReadOnlyList<ChunkRecord> records, IndexMetadata metadata, CancellationToken cancellationToken = default) =>
        LimitAsync(() => store.SaveAsync(records, metadata, cancellationToken));

    /// <inheritdoc/>
    public async IAsyncEnumerable<ChunkRecord> LoadAsync(
        RecordFilter filter, RecordParts parts, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        IAsyncEnumerator<ChunkRecord> records = store.LoadAsync(filter, parts, cancellationToken).GetAsyncEnumerator(cancellationToken);
        bool isWaiting = true;
        try
        {
            while (await LimitAsync(() => records.MoveNextAsync().AsTask()).ConfigureAwait(false))
            {
                isWaiting = false;
                yield return records.Current;
                isWaiting = true;
            }

            isWaiting = false;
        }
        finally
        {
            // A stream that is still waiting for its next record cannot be closed; one that failed has closed itself.
            if (!isWaiting)
            {
                await LimitAsync(() => records.DisposeAsync().AsTask()).ConfigureAwait(false);
            }
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<SearchHit>> SearchAsync(VectorQuery query, CancellationToken cancellationToken = default) =>
        LimitAsync(() => store.SearchAsync(query, cancellationToken));

    /// <inheritdoc/>
    public Task<IReadOnlyList<IndexMetadata>> GetMetadataAsync(string? repository = null, CancellationToken cancellationToken = default) =>
        LimitAsync(() => store.GetMetadataAsync(repository, cancellationToken));

    /// <inheritdoc/>
    public Task<long> CountAsync(RecordFilter filter, CancellationToken cancellationToken = default) =>
        LimitAsync(() => store.CountAsync(filter, cancellationToken));

    /// <inheritdoc/>
    public Task DeleteAsync(RecordFilter filter, CancellationToken cancellationToken = default) =>
        LimitAsync(() => store.DeleteAsync(filter, cancellationToken));

    /// <inheritdoc/>
    public Task ClearAsync(string? repository = null, CancellationToken cancellationToken = default) =>
        LimitAsync(() => store.ClearAsync(repository, cancellationToken));

    /// <inheritdoc/>
    public Task<bool> ExistsAsync(string? repository = null, CancellationToken cancellationToken = default) =>
        LimitAsync(() => store.ExistsAsync(repository, cancellationToken));

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => store.DisposeAsync();

    private Task<bool> LimitAsync(Func<Task> call, [CallerMemberName] string member = "") =>
        LimitAsync(
            async () =>
            {
                await call().ConfigureAwait(false);
                return true;
            },
            member);

    private async Task<T> LimitAsync<T>(Func<Task<T>> call, [CallerMemberName] string member = "")
    {
        // On a thread of the pool, since a store that blocks before its first await would block the limit as well.
        Task<T> running = Task.Run(call);
        try
        {
            return await running.WaitAsync(timeout).ConfigureAwait(false);
        }
        catch (TimeoutException) when (!running.IsCompleted)
        {
            throw new VectorStoreException(
                StoreFailureKind.TimedOut, $"{member} did not end within {timeout.TotalSeconds:0.###} seconds.");
        }
    }
}
