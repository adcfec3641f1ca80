using VectorHost.Abstractions;
using VectorHost.Plugins.Qdrant.Collections;
using VectorHost.Plugins.Qdrant.Protocol;

namespace VectorHost.Plugins.Qdrant.Records;

/// <summary>Saves and deletes records.</summary>
internal sealed class RecordWriter(QdrantConnection connection)
{
    /// <summary>Saves records of one repository.</summary>
    /// <exception cref="VectorStoreException">They were not all saved.</exception>
    public async Task SaveAsync(IReadOnlyList<ChunkRecord> records, string repository, CancellationToken cancellationToken)
    {
        int dimensions = records[0].Embedding.Length;
        IReadOnlyList<RecordCollection> collections = await connection.Records.FindAsync(cancellationToken).ConfigureAwait(false);
        RecordCollection[] others = [.. collections.Where(candidate => candidate.Dimensions != dimensions)];
        foreach (RecordCollection other in others)
        {
            await RefuseMixtureAsync(other, repository, dimensions, cancellationToken).ConfigureAwait(false);
        }

        RecordCollection collection = collections.FirstOrDefault(candidate => candidate.Dimensions == dimensions)
            ?? await connection.Records.CreateAsync(dimensions, cancellationToken).ConfigureAwait(false);

        // The limit of a collection that was just made is known only now.
        foreach (ChunkRecord[] part in records.Chunk(Math.Max(1, collection.Strict.UpsertMaxBatchsize ?? records.Count)))
        {
            await UpsertAsync(collection, part, cancellationToken).ConfigureAwait(false);
        }

        // A record is there once, also where another repository of other dimensions had it before.
        RecordFilter saved = RecordFilter.ForIds([.. records.Select(record => record.Id)]);
        foreach (RecordCollection other in others)
        {
            await DeleteAsync(other, saved, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Deletes the records that match.</summary>
    public async Task DeleteAsync(RecordFilter filter, CancellationToken cancellationToken)
    {
        foreach (RecordCollection collection in await connection.Records.FindAsync(cancellationToken).ConfigureAwait(false))
        {
            await DeleteAsync(collection, filter, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task DeleteAsync(RecordCollection collection, RecordFilter filter, CancellationToken cancellationToken)
    {
        if (await connection.Filters.TranslateAsync(filter, collection, cancellationToken).ConfigureAwait(false) is not { } translated)
        {
            return;
        }

        try
        {
            // An empty prefix matches all: then there is no condition left, and an empty filter says so.
            PointFilter everything = new([]);
            await connection.Client.DeletePointsAsync(
                collection.Name, new PointSelection { Filter = translated.ToRequest() ?? everything }, cancellationToken).ConfigureAwait(false);
        }
        catch (VectorStoreException exception) when (exception.Kind is StoreFailureKind.NotFound)
        {
            connection.Records.Forget(collection.Name);
        }
    }

    private async Task UpsertAsync(RecordCollection collection, IReadOnlyList<ChunkRecord> records, CancellationToken cancellationToken)
    {
        PointBatch<RecordPayload> points = new([.. records.Select(RecordPoints.Write)]);
        try
        {
            await connection.Client.UpsertAsync(
                collection.Name, points, QdrantJsonContext.Rest.PointBatchRecordPayload, cancellationToken).ConfigureAwait(false);
        }
        catch (VectorStoreException exception) when (exception.Kind is StoreFailureKind.NotFound)
        {
            connection.Records.Forget(collection.Name);
            throw RecordCollections.Deleted(collection.Name);
        }
    }

    private async Task RefuseMixtureAsync(RecordCollection other, string repository, int dimensions, CancellationToken cancellationToken)
    {
        if (await connection.Filters.TranslateAsync(RecordFilter.ForRepository(repository), other, cancellationToken).ConfigureAwait(false) is { } filter
            && await new RecordReader(connection.Client, other).AnyAsync(filter, cancellationToken).ConfigureAwait(false))
        {
            throw new VectorStoreException(
                StoreFailureKind.Mismatch,
                $"The records of '{repository}' have {other.Dimensions} dimensions; {dimensions} cannot be added. Clear the repository and index it again with one embedder.");
        }
    }
}
