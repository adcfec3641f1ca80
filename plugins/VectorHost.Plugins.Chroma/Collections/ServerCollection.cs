using VectorHost.Abstractions;
using VectorHost.Plugins.Chroma.Client;

namespace VectorHost.Plugins.Chroma.Collections;

/// <summary>
/// A collection of a name that may or may not be there. The server wants a collection's id in most requests, and an id
/// is of one collection for ever: when somebody deletes the collection and makes it anew, it is looked up again.
/// </summary>
/// <param name="client">The server.</param>
/// <param name="name">The collection's name.</param>
/// <param name="kind">What it holds.</param>
/// <param name="beforeCreation">Runs before the collection is created.</param>
internal sealed class ServerCollection(ChromaClient client, string name, CollectionKind kind, Func<CancellationToken, Task>? beforeCreation = null)
{
    private volatile CollectionAnswer? _known;

    /// <summary>Makes requests about the collection.</summary>
    /// <param name="use">The requests; made again where the collection was another one by now.</param>
    /// <param name="absent">The result where there is no such collection.</param>
    /// <param name="cancellationToken">Cancels the look-up.</param>
    public async Task<T> UseAsync<T>(Func<CollectionAnswer, Task<T>> use, T absent, CancellationToken cancellationToken)
    {
        if (_known is { } known && await TryUseAsync(known).ConfigureAwait(false) is { IsDone: true } first)
        {
            return first.Result;
        }

        return await FindAsync(cancellationToken).ConfigureAwait(false) is { } found
            && await TryUseAsync(found).ConfigureAwait(false) is { IsDone: true } second
            ? second.Result
            : absent;

        async Task<(bool IsDone, T Result)> TryUseAsync(CollectionAnswer collection)
        {
            try
            {
                return (true, await use(collection).ConfigureAwait(false));
            }
            catch (VectorStoreException exception) when (exception.Kind == StoreFailureKind.NotFound)
            {
                _known = null;
                return (false, absent);
            }
        }
    }

    /// <summary>Makes requests about the collection.</summary>
    /// <param name="use">The requests; made again where the collection was another one by now.</param>
    /// <param name="cancellationToken">Cancels the look-up.</param>
    /// <returns>False where there is no such collection.</returns>
    public Task<bool> UseAsync(Func<CollectionAnswer, Task> use, CancellationToken cancellationToken) => UseAsync(
        async collection =>
        {
            await use(collection).ConfigureAwait(false);
            return true;
        },
        absent: false,
        cancellationToken);

    /// <summary>Makes requests about the collection, which is created where it is not there.</summary>
    /// <param name="use">The requests; made again where the collection was another one by now.</param>
    /// <param name="cancellationToken">Cancels look-up and creation.</param>
    public async Task UseOrCreateAsync(Func<CollectionAnswer, Task> use, CancellationToken cancellationToken)
    {
        if (!await UseAsync(use, cancellationToken).ConfigureAwait(false))
        {
            await use(await CreateAsync(cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        }
    }

    /// <summary>Deletes the collection with all that it holds; none is fine.</summary>
    public async Task DropAsync(CancellationToken cancellationToken)
    {
        _known = null;
        if (await FindAsync(cancellationToken).ConfigureAwait(false) is not null)
        {
            await client.DeleteCollectionAsync(name, cancellationToken).ConfigureAwait(false);
            _known = null;
        }
    }

    private async Task<CollectionAnswer?> FindAsync(CancellationToken cancellationToken)
    {
        CollectionAnswer? found = await client.FindCollectionAsync(name, cancellationToken).ConfigureAwait(false);
        if (found is not null)
        {
            Remember(found);
        }

        return found;
    }

    private async Task<CollectionAnswer> CreateAsync(CancellationToken cancellationToken)
    {
        if (beforeCreation is not null)
        {
            await beforeCreation(cancellationToken).ConfigureAwait(false);
        }

        CollectionAnswer created = await client.CreateCollectionAsync(CollectionMarks.Creation(name, kind), cancellationToken).ConfigureAwait(false);
        Remember(created);
        return created;
    }

    private void Remember(CollectionAnswer collection)
    {
        CollectionMarks.Check(collection, kind);

        // Before the first record the length of vectors is open: then it is asked for again.
        _known = collection.Dimension is null ? null : collection;
    }
}
