using System.Runtime.CompilerServices;
using VectorHost.Abstractions;
using VectorHost.Plugins.Qdrant.Collections;
using VectorHost.Plugins.Qdrant.Protocol;

namespace VectorHost.Plugins.Qdrant.Records;

/// <summary>Reads the points of a collection page by page, in the order of their ids.</summary>
internal sealed class RecordReader(QdrantClient client, RecordCollection collection)
{
    private const int FirstPage = 64;

    /// <summary>Reads all points that match.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="payload">Which of their fields.</param>
    /// <param name="withVector">Whether with their vectors.</param>
    /// <param name="preferredPage">How many at a time, if the collection allows that.</param>
    /// <param name="cancellationToken">Cancels the stream.</param>
    public async IAsyncEnumerable<Point<RecordPayload>> ReadAsync(
        TranslatedFilter filter, PayloadSelector payload, bool withVector, int preferredPage, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Whoever reads only the beginning should not have to wait for a large page.
        int size = Math.Min(FirstPage, preferredPage);
        Guid? offset = null;
        do
        {
            ScrollRequest request = new()
            {
                Filter = filter.ToRequest(),
                Limit = collection.PageSize(size),
                Offset = offset,
                WithPayload = payload,
                WithVector = withVector,
            };
            ScrollPage<RecordPayload> page = await ReadPageAsync(request, cancellationToken).ConfigureAwait(false);
            foreach (Point<RecordPayload> point in page.Points)
            {
                yield return point;
            }

            offset = page.NextPageOffset;
            size = Math.Min(size * 4, preferredPage);
        }
        while (offset is not null);
    }

    /// <summary>Whether any point matches.</summary>
    public async Task<bool> AnyAsync(TranslatedFilter filter, CancellationToken cancellationToken)
    {
        ScrollRequest request = new() { Filter = filter.ToRequest(), Limit = 1, WithPayload = new PayloadSelector { Include = [] }, WithVector = false };
        ScrollPage<RecordPayload> page = await ReadPageAsync(request, cancellationToken).ConfigureAwait(false);
        return page.Points.Count > 0;
    }

    /// <summary>Counts the points that match, exactly.</summary>
    public async Task<long> CountAsync(TranslatedFilter filter, CancellationToken cancellationToken)
    {
        if (collection.Strict.SearchAllowExact is not false)
        {
            return await OrIfGoneAsync(
                () => client.CountAsync(collection.Name, new CountRequest { Filter = filter.ToRequest() }, cancellationToken), 0).ConfigureAwait(false);
        }

        // Strict mode takes an exact count for an exact search. An estimate will not do, so the ids are read.
        long count = 0;
        PayloadSelector nothing = new() { Include = [] };
        await foreach (Point<RecordPayload> point in ReadAsync(filter, nothing, withVector: false, preferredPage: 10_000, cancellationToken).ConfigureAwait(false))
        {
            count++;
        }

        return count;
    }

    private Task<ScrollPage<RecordPayload>> ReadPageAsync(ScrollRequest request, CancellationToken cancellationToken) =>
        OrIfGoneAsync(() => client.ScrollAsync(collection.Name, request, cancellationToken), new ScrollPage<RecordPayload> { Points = [] });

    /// <summary>A collection that was deleted meanwhile holds nothing.</summary>
    private static async Task<T> OrIfGoneAsync<T>(Func<Task<T>> read, T ifGone)
    {
        try
        {
            return await read().ConfigureAwait(false);
        }
        catch (VectorStoreException exception) when (exception.Kind is StoreFailureKind.NotFound)
        {
            return ifGone;
        }
    }
}
