using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using VectorHost.Abstractions;
using VectorHost.Plugins.Pinecone.Records;
using VectorHost.Plugins.Pinecone.Service;
using VectorHost.Plugins.Pinecone.Wire;

namespace VectorHost.Plugins.Pinecone.Search;

/// <summary>
/// One search: candidates from the service, more than asked for, ordered here. Where the service cannot settle which
/// are the best, and where exactness is set, every record that matches is compared.
/// </summary>
internal sealed class VectorSearch(PineconeIndex index, PineconeSettings settings, VectorQuery query, ILogger logger)
{
    /// <summary>The most matches of one query.</summary>
    public const int MaxTop = 10_000;

    // The service compresses vectors, and its scores are off by about a thousandth.
    private const double ScoreTolerance = 2e-3;

    private const int MaxParallelNamespaces = 8;

    // An answer has at most 4 MB; a record at most 40 kB and its vector.
    private const int MaxAnswerBytes = 4_000_000;
    private const int MaxBytesOfNumber = 16;

    private readonly RecordCondition _condition = new(query.Filter);
    private readonly RecordReader _reader = new(index);

    /// <summary>Searches.</summary>
    public async Task<IReadOnlyList<SearchHit>> RunAsync(CancellationToken cancellationToken)
    {
        if (_condition.MatchesNothing)
        {
            return [];
        }

        IReadOnlyList<string> namespaces = await _reader.FindNamespacesAsync(query.Filter, cancellationToken).ConfigureAwait(false);
        if (query.Embedding.Length != index.Dimension)
        {
            await ThrowIfAnyHoldsRecordsAsync(namespaces, cancellationToken).ConfigureAwait(false);
            return [];
        }

        ConcurrentBag<IReadOnlyList<SearchHit>> found = [];
        await Parallel.ForEachAsync(
            namespaces,
            new ParallelOptions { MaxDegreeOfParallelism = MaxParallelNamespaces, CancellationToken = cancellationToken },
            async (name, token) => found.Add(await SearchAsync(name, token).ConfigureAwait(false))).ConfigureAwait(false);

        Ranking ranking = new(query);
        foreach (SearchHit hit in found.SelectMany(hits => hits))
        {
            ranking.Add(hit.Record);
        }

        return ranking.Best();
    }

    /// <summary>The best of one namespace; they are whole records.</summary>
    private async Task<IReadOnlyList<SearchHit>> SearchAsync(string @namespace, CancellationToken cancellationToken)
    {
        // Ids are fetched, which is exact already, and needs no condition that the service lacks.
        if (settings.Exact || _condition.Ids is not null)
        {
            return await CompareAllAsync(@namespace, cancellationToken).ConfigureAwait(false);
        }

        int count = Math.Min(query.Top + Math.Max(10, query.Top / 2), MaxTop);
        while (true)
        {
            IReadOnlyList<StoredVector<RecordFields>> matches = await QueryAsync(@namespace, count, cancellationToken).ConfigureAwait(false);
            IReadOnlyList<SearchHit> hits = await RankAsync(@namespace, matches, cancellationToken).ConfigureAwait(false);
            if (matches.Count < count || (hits.Count == query.Top && matches[^1].Score < hits[^1].Score - ScoreTolerance))
            {
                return hits;
            }

            if (count == MaxTop)
            {
                PineconeStoreLog.Scanning(logger, @namespace);
                return await CompareAllAsync(@namespace, cancellationToken).ConfigureAwait(false);
            }

            count = Math.Min(count * 4, MaxTop);
        }
    }

    private async Task<IReadOnlyList<StoredVector<RecordFields>>> QueryAsync(string @namespace, int count, CancellationToken cancellationToken)
    {
        bool fits = count * (UpsertBody.MaxMetadataBytes + ((long)MaxBytesOfNumber * index.Dimension)) <= MaxAnswerBytes;
        QueryRequest request = new()
        {
            Namespace = @namespace,
            TopK = count,
            Vector = query.Embedding,
            Filter = _condition.ServiceFilter,
            IncludeValues = fits,
            IncludeMetadata = fits,
        };
        return (await index.Data.QueryAsync(request, cancellationToken).ConfigureAwait(false)).Answer.Matches;
    }

    private async Task<IReadOnlyList<SearchHit>> RankAsync(
        string @namespace, IReadOnlyList<StoredVector<RecordFields>> matches, CancellationToken cancellationToken)
    {
        bool areWhole = matches.All(match => match.Metadata is not null && match.Values.Length == index.Dimension);
        IEnumerable<ChunkRecord> records = areWhole
            ? matches.Select(match => RecordReading.Read(match, index.Dimension))
            : await _reader.FetchAsync(@namespace, matches.Select(match => match.Id), cancellationToken).ConfigureAwait(false);
        Ranking ranking = new(query with { Parts = RecordParts.All });
        foreach (ChunkRecord record in records.Where(_condition.Matches))
        {
            ranking.Add(record);
        }

        return ranking.Best();
    }

    private async Task<IReadOnlyList<SearchHit>> CompareAllAsync(string @namespace, CancellationToken cancellationToken)
    {
        Ranking ranking = new(query with { Parts = RecordParts.All });
        await foreach (ChunkRecord record in _reader.ReadAsync(@namespace, _condition, cancellationToken).ConfigureAwait(false))
        {
            ranking.Add(record);
        }

        return ranking.Best();
    }

    private async Task ThrowIfAnyHoldsRecordsAsync(IEnumerable<string> namespaces, CancellationToken cancellationToken)
    {
        foreach (string @namespace in namespaces)
        {
            await foreach (IReadOnlyList<string> page in index.Data.ListAsync(@namespace, prefix: "", cancellationToken).ConfigureAwait(false))
            {
                if (page.Count > 0)
                {
                    throw new VectorStoreException(
                        StoreFailureKind.Mismatch,
                        $"The query has {query.Embedding.Length} dimensions, and the records in the Pinecone index '{index.Name}' have {index.Dimension}: index again with the embedder that is configured now.");
                }
            }
        }
    }
}
