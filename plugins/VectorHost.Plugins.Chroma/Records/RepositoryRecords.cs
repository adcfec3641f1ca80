using System.Runtime.CompilerServices;
using VectorHost.Abstractions;
using VectorHost.Plugins.Chroma.Client;
using VectorHost.Plugins.Chroma.Collections;

namespace VectorHost.Plugins.Chroma.Records;

/// <summary>Saves, loads, counts and deletes records.</summary>
internal sealed class RepositoryRecords(
    ChromaClient client, RepositoryCollections collections, RepositoryCatalogue catalogue, RecordReader reader, bool sendsBase64)
{
    /// <summary>Saves records of one repository.</summary>
    public async Task SaveAsync(IReadOnlyList<ChunkRecord> records, string repository, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> json = RecordBatchJson.Write(records, sendsBase64);
        ServerCollection collection = collections.Of(repository);
        try
        {
            await UpsertAsync().ConfigureAwait(false);
        }
        catch (VectorStoreException exception) when (exception.Kind == StoreFailureKind.Mismatch)
        {
            await MakeRoomAsync(repository, collection, records[0].Embedding.Length, exception, cancellationToken).ConfigureAwait(false);
            await UpsertAsync().ConfigureAwait(false);
        }

        await DeleteElsewhereAsync(records, repository, cancellationToken).ConfigureAwait(false);

        Task UpsertAsync() => collection.UseOrCreateAsync(found => client.UpsertAsync(found.Id, json, cancellationToken), cancellationToken);
    }

    /// <summary>Streams the records that match.</summary>
    public async IAsyncEnumerable<ChunkRecord> LoadAsync(
        RecordFilter filter, RecordParts parts, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        FilterPlan plan = FilterPlan.Of(filter);
        foreach (string repository in await collections.ResolveAsync(plan.Repositories, cancellationToken).ConfigureAwait(false))
        {
            foreach (RecordScope scope in plan.Scopes)
            {
                await foreach (RecordRow row in reader.ReadAsync(
                    collections.Of(repository), scope, RecordReader.Including(parts), cancellationToken).ConfigureAwait(false))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    if (plan.Matches(row.Path))
                    {
                        yield return row.Read(repository, parts);
                    }
                }
            }
        }
    }

    /// <summary>Counts the records that match.</summary>
    public async Task<long> CountAsync(RecordFilter filter, CancellationToken cancellationToken)
    {
        FilterPlan plan = FilterPlan.Of(filter);
        long count = 0;
        foreach (string repository in await collections.ResolveAsync(plan.Repositories, cancellationToken).ConfigureAwait(false))
        {
            ServerCollection collection = collections.Of(repository);
            foreach (RecordScope scope in plan.Scopes)
            {
                count += scope.IsAll && !plan.HasCheck
                    ? await collection.UseAsync(found => client.CountAsync(found.Id, cancellationToken), absent: 0, cancellationToken).ConfigureAwait(false)
                    : await FindAsync(collection, scope, plan, cancellationToken).CountAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        return count;
    }

    /// <summary>Deletes the records that match.</summary>
    public async Task DeleteAsync(RecordFilter filter, CancellationToken cancellationToken)
    {
        FilterPlan plan = FilterPlan.Of(filter);
        foreach (string repository in await collections.ResolveAsync(plan.Repositories, cancellationToken).ConfigureAwait(false))
        {
            foreach (RecordScope scope in plan.Scopes)
            {
                await DeleteAsync(collections.Of(repository), scope, plan, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task DeleteAsync(ServerCollection collection, RecordScope scope, FilterPlan plan, CancellationToken cancellationToken)
    {
        if (plan.HasCheck)
        {
            string[] ids = await FindAsync(collection, scope, plan, cancellationToken).ToArrayAsync(cancellationToken).ConfigureAwait(false);
            await DeleteIdsAsync(collection, ids, cancellationToken).ConfigureAwait(false);
        }
        else if (scope.IsAll)
        {
            await collection.DropAsync(cancellationToken).ConfigureAwait(false);
        }
        else
        {
            DeleteBody body = new() { Ids = scope.Ids, Where = scope.Where };
            await collection.UseAsync(found => client.DeleteAsync(found.Id, body, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task DeleteIdsAsync(ServerCollection collection, IEnumerable<string> ids, CancellationToken cancellationToken)
    {
        foreach (string[] some in ids.Chunk(FilterPlan.ValuesPerRequest))
        {
            await collection.UseAsync(
                found => client.DeleteAsync(found.Id, new DeleteBody { Ids = some }, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
    }

    private IAsyncEnumerable<string> FindAsync(ServerCollection collection, RecordScope scope, FilterPlan plan, CancellationToken cancellationToken) =>
        reader.ReadAsync(collection, scope, plan.HasCheck ? ["metadatas"] : [], cancellationToken)
            .Where(row => !plan.HasCheck || plan.Matches(row.Path))
            .Select(row => row.Id.ToString());

    /// <summary>An id belongs to one repository: one that was saved for another before moves. The host's ids never do.</summary>
    private async Task DeleteElsewhereAsync(IReadOnlyList<ChunkRecord> records, string repository, CancellationToken cancellationToken)
    {
        RecordScope scope = new() { Ids = [.. records.Select(record => record.Id.ToString())] };
        IReadOnlyList<string> all = await catalogue.ListAsync(cancellationToken).ConfigureAwait(false);
        ParallelOptions options = new() { MaxDegreeOfParallelism = ServerQuotas.ParallelRequests, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(all.Where(other => other != repository), options, async (other, token) =>
        {
            ServerCollection collection = collections.Of(other);
            string[] ids = await reader.ReadAsync(collection, scope, [], token).Select(row => row.Id.ToString()).ToArrayAsync(token).ConfigureAwait(false);
            await DeleteIdsAsync(collection, ids, token).ConfigureAwait(false);
        }).ConfigureAwait(false);
    }

    /// <summary>A collection takes vectors of the first one's length for ever: an empty one gives way.</summary>
    private async Task MakeRoomAsync(
        string repository, ServerCollection collection, int length, VectorStoreException refusal, CancellationToken cancellationToken)
    {
        (int? dimension, long count) = await collection.UseAsync(
            async found => (found.Dimension, await client.CountAsync(found.Id, cancellationToken).ConfigureAwait(false)),
            absent: (null, 0),
            cancellationToken).ConfigureAwait(false);
        if (count > 0)
        {
            throw new VectorStoreException(
                StoreFailureKind.Mismatch,
                dimension == length
                    ? refusal.Message
                    : $"The vectors of repository '{repository}' have {dimension} dimensions, and those to be saved have {length}: clear the repository first, or use the embedder that it was indexed with.");
        }

        await collection.DropAsync(cancellationToken).ConfigureAwait(false);
    }
}
