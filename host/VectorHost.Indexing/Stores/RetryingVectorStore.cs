using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using VectorHost.Abstractions;

namespace VectorHost.Indexing.Stores;

/// <summary>
/// Gives every call of a store a time-out and makes it again when it failed transiently: the one retry policy for all
/// backends. Safe because every write of the contract is idempotent.
/// </summary>
/// <param name="store">The store, disposed with this one.</param>
/// <param name="options">Time-outs and retries.</param>
/// <param name="timeProvider">The clock of time-outs and waits.</param>
/// <param name="logger">Told of each retry.</param>
public sealed class RetryingVectorStore(
    IVectorStore store, StoreCallOptions options, TimeProvider timeProvider, ILogger<RetryingVectorStore> logger) : IVectorStore
{
    /// <summary>How long a stream that was given up on may take to close before it is left to itself.</summary>
    private static readonly TimeSpan TimeToClose = TimeSpan.FromMilliseconds(500);

    private StoreRetries? _retries;

    /// <inheritdoc/>
    public StoreLimits Limits => store.Limits;

    /// <inheritdoc/>
    public Task ConnectAsync(CancellationToken cancellationToken = default) =>
        CallAsync("connect", store.ConnectAsync, cancellationToken);

    /// <inheritdoc/>
    /// <remarks>Asked once: a store that fails or does not answer in time is not healthy, and that is the answer.</remarks>
    public async Task<StoreHealth> CheckHealthAsync(CancellationToken cancellationToken = default)
    {
        using CancellationTokenSource source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            return await LimitAsync("health check", store.CheckHealthAsync, source, cancellationToken).ConfigureAwait(false);
        }
        catch (VectorStoreException failure)
        {
            return new StoreHealth { IsHealthy = false, Description = failure.Message };
        }
    }

    /// <inheritdoc/>
    public Task SaveAsync(IReadOnlyList<ChunkRecord> records, IndexMetadata metadata, CancellationToken cancellationToken = default) =>
        CallAsync("save", token => store.SaveAsync(records, metadata, token), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<SearchHit>> SearchAsync(VectorQuery query, CancellationToken cancellationToken = default) =>
        CallAsync("search", token => store.SearchAsync(query, token), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<IndexMetadata>> GetMetadataAsync(string? repository = null, CancellationToken cancellationToken = default) =>
        CallAsync("get metadata", token => store.GetMetadataAsync(repository, token), cancellationToken);

    /// <inheritdoc/>
    public Task<long> CountAsync(RecordFilter filter, CancellationToken cancellationToken = default) =>
        CallAsync("count", token => store.CountAsync(filter, token), cancellationToken);

    /// <inheritdoc/>
    public Task DeleteAsync(RecordFilter filter, CancellationToken cancellationToken = default) =>
        CallAsync("delete", token => store.DeleteAsync(filter, token), cancellationToken);

    /// <inheritdoc/>
    public Task ClearAsync(string? repository = null, CancellationToken cancellationToken = default) =>
        CallAsync("clear", token => store.ClearAsync(repository, token), cancellationToken);

    /// <inheritdoc/>
    public Task<bool> ExistsAsync(string? repository = null, CancellationToken cancellationToken = default) =>
        CallAsync("exists", token => store.ExistsAsync(repository, token), cancellationToken);

    /// <inheritdoc/>
    /// <remarks>A stream that breaks off is not begun again: the caller has seen part of it.</remarks>
    public async IAsyncEnumerable<ChunkRecord> LoadAsync(
        RecordFilter filter, RecordParts parts, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using CancellationTokenSource source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        IAsyncEnumerator<ChunkRecord> records = store.LoadAsync(filter, parts, source.Token).GetAsyncEnumerator(source.Token);
        Task<bool> next = Task.FromResult(true);
        try
        {
            while (await LimitAsync("load", _ => next = records.MoveNextAsync().AsTask(), source, cancellationToken).ConfigureAwait(false))
            {
                yield return records.Current;
            }
        }
        finally
        {
            await CloseAsync(records, next).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => store.DisposeAsync();

    /// <summary>
    /// Closes a stream. One that still waits for its next record cannot be closed: a store that listens to its token ends
    /// the wait at once, and any other closes whenever it wakes, with nobody waiting for it.
    /// </summary>
    private async Task CloseAsync(IAsyncEnumerator<ChunkRecord> records, Task next)
    {
        Task closing = CloseWhenAwakeAsync(records, next);
        if (!next.IsCompleted)
        {
            await Task.WhenAny(closing, Task.Delay(TimeToClose, timeProvider, CancellationToken.None)).ConfigureAwait(false);
            return;
        }

        await closing.ConfigureAwait(false);
    }

    private static async Task CloseWhenAwakeAsync(IAsyncEnumerator<ChunkRecord> records, Task next)
    {
        await next.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await records.DisposeAsync().ConfigureAwait(false);
    }

    private Task<bool> CallAsync(string operation, Func<CancellationToken, Task> call, CancellationToken cancellationToken) =>
        CallAsync(
            operation,
            async token =>
            {
                await call(token).ConfigureAwait(false);
                return true;
            },
            cancellationToken);

    private async Task<T> CallAsync<T>(string operation, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        VectorStoreException failure;
        try
        {
            return await CallOnceAsync(operation, call, cancellationToken).ConfigureAwait(false);
        }
        catch (VectorStoreException transient) when (options.MaxRetries > 0 && StoreRetries.IsWorthRetrying(transient, options))
        {
            failure = transient;
        }

        _retries ??= new StoreRetries(options, timeProvider, logger);
        return await _retries.GoOnAsync(failure, token => CallOnceAsync(operation, call, token), cancellationToken).ConfigureAwait(false);
    }

    private async Task<T> CallOnceAsync<T>(string operation, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using CancellationTokenSource source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        return await LimitAsync(operation, call, source, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Waits no longer than the time-out, also for a store that does not listen to its token.</summary>
    private async Task<T> LimitAsync<T>(
        string operation, Func<CancellationToken, Task<T>> call, CancellationTokenSource source, CancellationToken cancellationToken)
    {
        try
        {
            return await call(source.Token).WaitAsync(options.Timeout, timeProvider, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // What a store does when it hears of it may fail, which says less than that it did not answer.
            await source.CancelAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw new VectorStoreException(
                StoreFailureKind.TimedOut,
                $"The vector store did not finish '{operation}' within {options.Timeout.TotalSeconds:0} seconds. Check that it is up, then run the command again: it goes on from what was saved.")
            {
                Operation = operation,
            };
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await source.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }
}
