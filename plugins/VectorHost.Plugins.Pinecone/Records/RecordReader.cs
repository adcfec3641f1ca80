using System.Globalization;
using System.Runtime.CompilerServices;
using VectorHost.Abstractions;
using VectorHost.Plugins.Pinecone.Service;
using VectorHost.Plugins.Pinecone.Wire;

namespace VectorHost.Plugins.Pinecone.Records;

/// <summary>Reads and counts the records of namespaces.</summary>
internal sealed class RecordReader(PineconeIndex index)
{
    private const int MaxFetchesInFlight = 4;

    private const int MaxParallelLists = 8;

    /// <summary>The namespaces that a filter names; where it names none, all that hold records.</summary>
    public async Task<IReadOnlyList<string>> FindNamespacesAsync(RecordFilter filter, CancellationToken cancellationToken)
    {
        if (filter.Repositories is null)
        {
            return await ListNamespacesAsync(cancellationToken).ConfigureAwait(false);
        }

        List<string> namespaces = [];
        foreach (string repository in filter.Repositories.Distinct())
        {
            if (NamespaceNames.TryGetKey(repository, out string? key))
            {
                namespaces.Add(NamespaceNames.OfKey(key));
            }
        }

        return namespaces;
    }

    /// <summary>All namespaces that hold records of a repository.</summary>
    public async Task<IReadOnlyList<string>> ListNamespacesAsync(CancellationToken cancellationToken)
    {
        // The service's list may lag behind a namespace's first write, but not behind the metadata that follows it.
        Task<IReadOnlyList<string>> listed = index.Data.ListNamespacesAsync(NamespaceNames.RepositoryPrefix, cancellationToken);
        Task<IReadOnlyList<string>> keys = new MetadataDocuments(index).ListKeysAsync(cancellationToken);
        await Task.WhenAll(listed, keys).ConfigureAwait(false);
        return [.. (await listed.ConfigureAwait(false)).Union((await keys.ConfigureAwait(false)).Select(NamespaceNames.OfKey))];
    }

    /// <summary>Reads the whole records of one namespace that match.</summary>
    public IAsyncEnumerable<ChunkRecord> ReadAsync(string @namespace, RecordCondition condition, CancellationToken cancellationToken)
    {
        IAsyncEnumerable<IReadOnlyCollection<StoredVector<RecordFields>>> pages =
            condition.Ids is { } ids ? FetchAllAsync(@namespace, ToAsync(ids.Select(IdText).Chunk(DataPlane.MaxFetchIds)), cancellationToken)
            : condition.ServiceFilter is { } filter ? index.Data.FetchByMetadataAsync(@namespace, filter, cancellationToken)
            : FetchAllAsync(@namespace, index.Data.ListAsync(@namespace, prefix: "", cancellationToken), cancellationToken);
        return MatchingAsync(pages, condition);
    }

    /// <summary>Reads records by id. Those that are not there are left out.</summary>
    public async Task<IReadOnlyList<ChunkRecord>> FetchAsync(string @namespace, IEnumerable<string> ids, CancellationToken cancellationToken)
    {
        List<ChunkRecord> records = [];
        await foreach (IReadOnlyCollection<StoredVector<RecordFields>> page in
            FetchAllAsync(@namespace, ToAsync(ids.Chunk(DataPlane.MaxFetchIds)), cancellationToken).ConfigureAwait(false))
        {
            records.AddRange(page.Select(Read));
        }

        return records;
    }

    /// <summary>
    /// Counts the records of one namespace that match. By listing them: the service's own figure may lag behind what
    /// can be read.
    /// </summary>
    public async Task<long> CountAsync(string @namespace, RecordCondition condition, CancellationToken cancellationToken)
    {
        if (!condition.IsEmpty)
        {
            return await ReadAsync(@namespace, condition, cancellationToken).LongCountAsync(cancellationToken).ConfigureAwait(false);
        }

        int pages = 0;
        long count = 0;
        await foreach (IReadOnlyList<string> page in index.Data.ListAsync(@namespace, prefix: "", cancellationToken).ConfigureAwait(false))
        {
            if (++pages > 1)
            {
                // More than one page: sixteen lists side by side, by the first digit of the ids.
                return await CountByFirstDigitAsync(@namespace, cancellationToken).ConfigureAwait(false);
            }

            count = page.Count;
        }

        return count;
    }

    /// <summary>An id as it is written in Pinecone.</summary>
    public static string IdText(Guid id) => id.ToString("D", CultureInfo.InvariantCulture);

    private async Task<long> CountByFirstDigitAsync(string @namespace, CancellationToken cancellationToken)
    {
        long count = 0;
        await Parallel.ForEachAsync(
            "0123456789abcdef",
            new ParallelOptions { MaxDegreeOfParallelism = MaxParallelLists, CancellationToken = cancellationToken },
            async (digit, token) =>
            {
                await foreach (IReadOnlyList<string> page in index.Data.ListAsync(@namespace, digit.ToString(), token).ConfigureAwait(false))
                {
                    Interlocked.Add(ref count, page.Count);
                }
            }).ConfigureAwait(false);
        return count;
    }

    /// <summary>Fetches what the pages of ids name, a few pages at once, in their order.</summary>
    private async IAsyncEnumerable<IReadOnlyCollection<StoredVector<RecordFields>>> FetchAllAsync(
        string @namespace, IAsyncEnumerable<IReadOnlyList<string>> pages, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using CancellationTokenSource source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Queue<Task<IReadOnlyCollection<StoredVector<RecordFields>>>> fetches = [];
        try
        {
            await foreach (IReadOnlyList<string> ids in pages.ConfigureAwait(false))
            {
                if (ids.Count > 0)
                {
                    fetches.Enqueue(index.Data.FetchAsync(@namespace, ids, DataJson.Default.FetchedRecords, source.Token));
                }

                if (fetches.Count == MaxFetchesInFlight)
                {
                    yield return await fetches.Dequeue().ConfigureAwait(false);
                }
            }

            while (fetches.TryDequeue(out Task<IReadOnlyCollection<StoredVector<RecordFields>>>? fetch))
            {
                yield return await fetch.ConfigureAwait(false);
            }
        }
        finally
        {
            // Left early, or one of them failed: the others are of no use any more, and their failures of no interest.
            await source.CancelAsync().ConfigureAwait(false);
            await ((Task)Task.WhenAll(fetches)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async IAsyncEnumerable<ChunkRecord> MatchingAsync(
        IAsyncEnumerable<IReadOnlyCollection<StoredVector<RecordFields>>> pages, RecordCondition condition)
    {
        await foreach (IReadOnlyCollection<StoredVector<RecordFields>> page in pages.ConfigureAwait(false))
        {
            foreach (ChunkRecord record in page.Select(Read).Where(condition.Matches))
            {
                yield return record;
            }
        }
    }

    private ChunkRecord Read(StoredVector<RecordFields> stored) => RecordReading.Read(stored, index.Dimension);

    private static async IAsyncEnumerable<IReadOnlyList<string>> ToAsync(IEnumerable<string[]> pages)
    {
        foreach (string[] page in pages)
        {
            yield return page;
        }

        await Task.CompletedTask.ConfigureAwait(false);
    }
}
