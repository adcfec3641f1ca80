using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using VectorHost.Abstractions;
using VectorHost.Hosting.Loading;

namespace VectorHost.Hosting.Isolation;

/// <summary>
/// A plugin's store as the rest of the host sees it: failures are translated, connecting and closing have a limit, what
/// comes out holds nothing of the plugin, and the plugin may be reloaded behind it.
/// </summary>
internal sealed class GuardedVectorStore : IVectorStore
{
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private StoreGeneration _generation;
    private Task? _disposal;

    /// <summary>Puts a guard before a store.</summary>
    /// <param name="generation">The store.</param>
    /// <param name="backend">The name of its backend.</param>
    /// <param name="context">What it was made with, and what its successors will be made with.</param>
    /// <param name="logger">Told what fails.</param>
    public GuardedVectorStore(StoreGeneration generation, string backend, VectorStoreContext context, ILogger logger)
    {
        _generation = generation;
        generation.Owner = this;
        Backend = backend;
        Context = context;
        _logger = logger;
    }

    /// <summary>The name of the backend.</summary>
    public string Backend { get; }

    /// <summary>What the store was made with.</summary>
    public VectorStoreContext Context { get; }

    /// <summary>Whether connecting succeeded, so that a successor must be connected as well.</summary>
    public bool IsConnected { get; private set; }

    /// <summary>Held while connecting and while a successor is made: the successor must know whether to connect.</summary>
    public AsyncGate Connecting { get; } = new();

    /// <inheritdoc/>
    public StoreLimits Limits
    {
        get
        {
            (StoreGeneration generation, IVectorStore store) = Enter();
            try
            {
                return NotNull(store.Limits);
            }
            catch (Exception exception)
            {
                throw generation.Border.Translate(exception, StoreOperations.Limits, CancellationToken.None);
            }
            finally
            {
                generation.Exit();
            }
        }
    }

    /// <inheritdoc/>
    public async Task ConnectAsync(CancellationToken cancellationToken = default)
    {
        using IDisposable turn = await Connecting.EnterAsync(cancellationToken).ConfigureAwait(false);
        (StoreGeneration generation, IVectorStore store) = Enter();
        await generation.ConnectAsync(store, cancellationToken).ConfigureAwait(false);
        IsConnected = true;
    }

    /// <inheritdoc/>
    public async Task<StoreHealth> CheckHealthAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            return await CallAsync(
                StoreOperations.CheckHealth,
                async store => NotNull(await store.CheckHealthAsync(cancellationToken).ConfigureAwait(false)),
                cancellationToken).ConfigureAwait(false);
        }
        catch (VectorStoreException exception)
        {
            // The contract promises an answer, and this is one.
            return new StoreHealth { IsHealthy = false, Description = exception.Message };
        }
    }

    /// <inheritdoc/>
    public Task SaveAsync(IReadOnlyList<ChunkRecord> records, IndexMetadata metadata, CancellationToken cancellationToken = default) =>
        CallAsync(StoreOperations.Save, store => store.SaveAsync(records, metadata, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<ChunkRecord> LoadAsync(
        RecordFilter filter, RecordParts parts, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        (StoreGeneration generation, IVectorStore store) = Enter();
        var records = new GuardedRecords(generation.Border, _logger, Backend, cancellationToken);
        try
        {
            records.Start(store, filter, parts);
            while (await records.MoveNextAsync().ConfigureAwait(false))
            {
                yield return records.Current;
            }
        }
        finally
        {
            await records.DisposeAsync().ConfigureAwait(false);
            generation.Exit();
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<SearchHit>> SearchAsync(VectorQuery query, CancellationToken cancellationToken = default) =>
        CallAsync(
            StoreOperations.Search,
            async store => Detach(await store.SearchAsync(query, cancellationToken).ConfigureAwait(false)),
            cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<IndexMetadata>> GetMetadataAsync(string? repository = null, CancellationToken cancellationToken = default) =>
        CallAsync(
            StoreOperations.GetMetadata,
            async store => DetachEntries(Detach(await store.GetMetadataAsync(repository, cancellationToken).ConfigureAwait(false))),
            cancellationToken);

    /// <inheritdoc/>
    public Task<long> CountAsync(RecordFilter filter, CancellationToken cancellationToken = default) =>
        CallAsync(StoreOperations.Count, store => store.CountAsync(filter, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task DeleteAsync(RecordFilter filter, CancellationToken cancellationToken = default) =>
        CallAsync(StoreOperations.Delete, store => store.DeleteAsync(filter, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task ClearAsync(string? repository = null, CancellationToken cancellationToken = default) =>
        CallAsync(StoreOperations.Clear, store => store.ClearAsync(repository, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<bool> ExistsAsync(string? repository = null, CancellationToken cancellationToken = default) =>
        CallAsync(StoreOperations.Exists, store => store.ExistsAsync(repository, cancellationToken), cancellationToken);

    /// <summary>Puts a successor in the place of the store. Calls that are inside the old one go on there.</summary>
    /// <returns>Not if it is closed: then the successor is the caller's to close.</returns>
    public bool TryReplace(StoreGeneration successor)
    {
        lock (_gate)
        {
            if (_disposal is not null)
            {
                return false;
            }

            _generation = successor;
            return true;
        }
    }

    /// <summary>Lets calls in flight finish, closes the store, and gives the plugin back; each within its limit.</summary>
    public ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _disposal ??= _generation.DisposeAsync().AsTask();
            return new ValueTask(_disposal);
        }
    }

    // Under the gate, so that nobody enters a store that was replaced and is closed the next moment.
    private (StoreGeneration Generation, IVectorStore Store) Enter()
    {
        lock (_gate)
        {
            return _generation.TryEnter() is { } store
                ? (_generation, store)
                : throw new ObjectDisposedException($"The store of backend '{Backend}'");
        }
    }

    private async Task<T> CallAsync<T>(string operation, Func<IVectorStore, Task<T>> call, CancellationToken cancellationToken)
    {
        (StoreGeneration generation, IVectorStore store) = Enter();
        using var scope = PluginLoadContext.EnterNeutral();
        try
        {
            return await call(store).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            throw generation.Border.Translate(exception, operation, cancellationToken);
        }
        finally
        {
            generation.Exit();
        }
    }

    private Task<bool> CallAsync(string operation, Func<IVectorStore, Task> call, CancellationToken cancellationToken) =>
        CallAsync(
            operation,
            async store =>
            {
                await call(store).ConfigureAwait(false);
                return true;
            },
            cancellationToken);

    private static T NotNull<T>(T? value)
        where T : class =>
        value ?? throw new InvalidOperationException($"it returned null where the contract promises {typeof(T).Name}");

    /// <summary>Copies a list, which may be of a class of the plugin, or compute what it holds.</summary>
    private static IReadOnlyList<T> Detach<T>(IReadOnlyList<T>? list)
        where T : class => [.. NotNull(list).Select(NotNull)];

    private static IReadOnlyList<IndexMetadata> DetachEntries(IReadOnlyList<IndexMetadata> list) =>
        [.. list.Select(metadata => metadata with { Entries = new Dictionary<string, string>(NotNull(metadata.Entries)).AsReadOnly() })];
}
