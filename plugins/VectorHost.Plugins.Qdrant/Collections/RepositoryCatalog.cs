using System.Security.Cryptography;
using System.Text;
using VectorHost.Abstractions;
using VectorHost.Plugins.Qdrant.Protocol;
using VectorHost.Plugins.Qdrant.Records;

namespace VectorHost.Plugins.Qdrant.Collections;

/// <summary>
/// What is kept about repositories: a collection of its own, with one point each, so that none of it can be a hit or be
/// counted. A point needs a vector; it is one zero.
/// </summary>
/// <remarks>
/// Qdrant can keep free metadata on a collection too, from 1.16 on. Points need no more than the right to write points, are
/// not sent around the whole cluster with each batch, and are there in every version.
/// </remarks>
internal sealed class RepositoryCatalog(QdrantClient client, string name)
{
    private const int Dimensions = 1;

    private const int PageSize = 100;

    private static readonly ReadOnlyMemory<float> NoVector = new float[Dimensions];

    /// <summary>Looks whether the collection, if there is one, is ours.</summary>
    /// <exception cref="VectorStoreException">It is not.</exception>
    public async Task RefuseForeignAsync(CancellationToken cancellationToken)
    {
        if (await client.FindCollectionAsync(name, cancellationToken).ConfigureAwait(false) is { Config.Params.Vectors: var vectors }
            && (vectors?.Size != Dimensions || vectors.Distance != VectorParameters.Dot))
        {
            throw RecordCollections.Foreign(name, "it has other vectors than the list of repositories, which belongs there");
        }
    }

    /// <summary>Saves a repository's metadata.</summary>
    public async Task SaveAsync(IndexMetadata metadata, CancellationToken cancellationToken)
    {
        Point<RepositoryPayload> point = new()
        {
            Id = IdOf(metadata.Repository),
            Vector = NoVector,
            Payload = new RepositoryPayload { Repository = metadata.Repository, Metadata = metadata },
        };
        try
        {
            await UpsertAsync(point, cancellationToken).ConfigureAwait(false);
        }
        catch (VectorStoreException exception) when (exception.Kind is StoreFailureKind.NotFound)
        {
            await client.CreateCollectionAsync(name, Dimensions, cancellationToken).ConfigureAwait(false);
            await UpsertAsync(point, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Reads the metadata of a repository, or of all in the order of their names.</summary>
    public async Task<IReadOnlyList<IndexMetadata>> ReadAsync(string? repository, CancellationToken cancellationToken)
    {
        List<Point<RepositoryPayload>> points = [];
        try
        {
            points.AddRange(repository is null
                ? await ReadAllAsync(cancellationToken).ConfigureAwait(false)
                : await client.RetrieveAsync(name, new RetrieveRequest { Ids = [IdOf(repository)] }, cancellationToken).ConfigureAwait(false));
        }
        catch (VectorStoreException exception) when (exception.Kind is StoreFailureKind.NotFound)
        {
            return [];
        }

        return [.. points.Select(Read).OrderBy(metadata => metadata.Repository, StringComparer.Ordinal)];
    }

    /// <summary>Deletes a repository's metadata.</summary>
    public async Task DeleteAsync(string repository, CancellationToken cancellationToken)
    {
        try
        {
            await client.DeletePointsAsync(name, new PointSelection { Points = [IdOf(repository)] }, cancellationToken).ConfigureAwait(false);
        }
        catch (VectorStoreException exception) when (exception.Kind is StoreFailureKind.NotFound)
        {
            // There is no collection yet, so that there is nothing to delete.
        }
    }

    /// <summary>Deletes all of it.</summary>
    public Task DeleteAllAsync(CancellationToken cancellationToken) => client.DeleteCollectionAsync(name, cancellationToken);

    private Task UpsertAsync(Point<RepositoryPayload> point, CancellationToken cancellationToken) =>
        client.UpsertAsync(name, new PointBatch<RepositoryPayload>([point]), QdrantJsonContext.Rest.PointBatchRepositoryPayload, cancellationToken);

    private async Task<List<Point<RepositoryPayload>>> ReadAllAsync(CancellationToken cancellationToken)
    {
        List<Point<RepositoryPayload>> points = [];
        Guid? offset = null;
        do
        {
            ScrollRequest request = new() { Limit = PageSize, Offset = offset, WithPayload = new PayloadSelector { Exclude = [] }, WithVector = false };
            ScrollPage<RepositoryPayload> page = await client.ScrollRepositoriesAsync(name, request, cancellationToken).ConfigureAwait(false);
            points.AddRange(page.Points);
            offset = page.NextPageOffset;
        }
        while (offset is not null);

        return points;
    }

    private IndexMetadata Read(Point<RepositoryPayload> point) =>
        point.Payload is { Metadata: { } metadata, Repository: { } repository } && repository == metadata.Repository
            ? metadata
            : throw new VectorStoreException(
                StoreFailureKind.Corrupt,
                $"The point {point.Id} of Qdrant's collection '{name}' does not describe a repository: another program wrote or changed it. Delete it.");

    /// <summary>The same name has the same id in every run and on every machine.</summary>
    private static Guid IdOf(string repository) =>
        new(SHA256.HashData(Encoding.UTF8.GetBytes(repository)).AsSpan(0, 16));
}
