using VectorHost.Abstractions;
using VectorHost.Plugins.Qdrant.Collections;
using VectorHost.Plugins.Qdrant.Protocol;

namespace VectorHost.Plugins.Qdrant.Records;

/// <summary>Finds the nearest records of a collection, equal scores in the order of their ids.</summary>
internal sealed class RecordSearch(QdrantClient client, RecordCollection collection, bool isExact)
{
    /// <summary>Searches.</summary>
    /// <param name="query">The question.</param>
    /// <param name="filter">Its filter.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    public async Task<IReadOnlyList<SearchHit>> RunAsync(VectorQuery query, TranslatedFilter filter, CancellationToken cancellationToken)
    {
        if (query.Top > collection.PageSize(query.Top))
        {
            throw new VectorStoreException(
                StoreFailureKind.LimitExceeded, $"Qdrant's collection '{collection.Name}' gives at most {collection.Strict.MaxQueryLimit} hits to a query: ask for fewer.");
        }

        // Qdrant leaves open which of equally good points it gives. If the cut falls between such, all of them have to be
        // seen: one more than asked for shows whether it does.
        int limit = collection.PageSize(query.Top + 1);
        IReadOnlyList<Point<RecordPayload>> points;
        while (true)
        {
            points = await QueryAsync(query, filter, limit, cancellationToken).ConfigureAwait(false);
            int larger = collection.PageSize(checked(limit * 4));
            bool isCutBetweenEqual = points.Count == limit && limit > query.Top && Score(points[query.Top - 1]) <= Score(points[^1]);
            if (!isCutBetweenEqual || larger == limit)
            {
                break;
            }

            limit = larger;
        }

        return
        [
            .. points.OrderByDescending(Score)
                .ThenBy(point => point.Id)
                .Take(query.Top)
                .Select(point => new SearchHit
                {
                    Record = RecordPoints.Read(point, query.Parts, collection),
                    Score = Math.Clamp(Score(point), -1, 1),
                }),
        ];
    }

    private async Task<IReadOnlyList<Point<RecordPayload>>> QueryAsync(VectorQuery query, TranslatedFilter filter, int limit, CancellationToken cancellationToken)
    {
        QueryRequest request = new()
        {
            Query = query.Embedding,
            Filter = filter.ToRequest(),
            Params = isExact ? new SearchParameters(Exact: true) : null,
            Limit = limit,
            WithPayload = RecordPoints.Select(query.Parts),
            WithVector = query.Parts.HasFlag(RecordParts.Embedding),
        };
        try
        {
            QueryHits<RecordPayload> hits = await client.QueryAsync(collection.Name, request, cancellationToken).ConfigureAwait(false);
            return hits.Points;
        }
        catch (VectorStoreException exception) when (exception.Kind is StoreFailureKind.NotFound)
        {
            return [];
        }
    }

    /// <exception cref="VectorStoreException">The server gave none.</exception>
    private double Score(Point<RecordPayload> point) => point.Score ?? throw new VectorStoreException(
        StoreFailureKind.Protocol, $"Qdrant found the point {point.Id} of '{collection.Name}' and did not say how well it fits.");
}
