using System.Text.Json.Serialization.Metadata;
using VectorHost.Abstractions;
using VectorHost.Plugins.Qdrant.Records;
using VectorHost.Plugins.Shared.Http;

namespace VectorHost.Plugins.Qdrant.Protocol;

/// <summary>The operations of Qdrant's REST interface that the store needs, one request each.</summary>
/// <remarks>A vendor's package could take its place. Every write is waited for: once it returns, every read sees it.</remarks>
internal sealed class QdrantClient(RestClient rest) : IDisposable
{
    private static readonly QdrantJsonContext Json = QdrantJsonContext.Rest;

    /// <summary>What the server says it is; needs no key.</summary>
    public Task<ServerVersion> GetVersionAsync(CancellationToken cancellationToken) => rest.GetAsync("", Json.ServerVersion, cancellationToken);

    /// <summary>Completes once the server says that all of it has started.</summary>
    public async Task CheckReadyAsync(CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, "readyz");
        using HttpResponseMessage answer = await rest.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The names of all collections that the key may see.</summary>
    public async Task<IReadOnlyList<string>> ListCollectionsAsync(CancellationToken cancellationToken)
    {
        QdrantAnswer<CollectionList> answer = await rest.GetAsync("collections", Json.QdrantAnswerCollectionList, cancellationToken).ConfigureAwait(false);
        return [.. answer.Result.Collections.Select(collection => collection.Name)];
    }

    /// <summary>What a collection is.</summary>
    /// <returns>Null where there is none of the name.</returns>
    public async Task<CollectionInfo?> FindCollectionAsync(string collection, CancellationToken cancellationToken)
    {
        try
        {
            QdrantAnswer<CollectionInfo> answer = await rest.GetAsync(
                PathOf(collection), Json.QdrantAnswerCollectionInfo, cancellationToken).ConfigureAwait(false);
            return answer.Result;
        }
        catch (VectorStoreException exception) when (exception.Kind is StoreFailureKind.NotFound)
        {
            return null;
        }
    }

    /// <summary>Makes a collection, or leaves one of that name as it is.</summary>
    /// <returns>Whether it was made.</returns>
    public async Task<bool> CreateCollectionAsync(string collection, int dimensions, CancellationToken cancellationToken)
    {
        NewCollection settings = new() { Vectors = new VectorParameters { Size = dimensions, Distance = VectorParameters.Dot } };
        try
        {
            await rest.SendAsync(HttpMethod.Put, PathOf(collection), settings, Json.NewCollection, Json.QdrantAnswerBoolean, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (VectorStoreException exception) when (exception.Kind is StoreFailureKind.Conflict)
        {
            return false;
        }
    }

    /// <summary>Deletes a collection, if it is there.</summary>
    public async Task DeleteCollectionAsync(string collection, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(HttpMethod.Delete, PathOf(collection));
        await rest.SendAsync(request, Json.QdrantAnswerBoolean, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Makes a payload index, or leaves an equal one as it is.</summary>
    public Task CreateIndexAsync(string collection, NewIndex index, CancellationToken cancellationToken) =>
        ChangeAsync(HttpMethod.Put, $"{PathOf(collection)}/index", index, Json.NewIndex, cancellationToken);

    /// <summary>Writes points, each replacing all of one that has its id.</summary>
    public Task UpsertAsync<TPayload>(
        string collection, PointBatch<TPayload> points, JsonTypeInfo<PointBatch<TPayload>> type, CancellationToken cancellationToken)
        where TPayload : class =>
        ChangeAsync(HttpMethod.Put, $"{PathOf(collection)}/points", points, type, cancellationToken);

    /// <summary>Deletes points.</summary>
    public Task DeletePointsAsync(string collection, PointSelection points, CancellationToken cancellationToken) =>
        ChangeAsync(HttpMethod.Post, $"{PathOf(collection)}/points/delete", points, Json.PointSelection, cancellationToken);

    /// <summary>Reads points by their ids, leaving out those that are not there.</summary>
    public Task<IReadOnlyList<Point<RepositoryPayload>>> RetrieveAsync(string collection, RetrieveRequest request, CancellationToken cancellationToken) =>
        AskAsync($"{PathOf(collection)}/points", request, Json.RetrieveRequest, Json.QdrantAnswerIReadOnlyListPointRepositoryPayload, cancellationToken);

    /// <summary>Reads a page of records.</summary>
    public Task<ScrollPage<RecordPayload>> ScrollAsync(string collection, ScrollRequest request, CancellationToken cancellationToken) =>
        AskAsync($"{PathOf(collection)}/points/scroll", request, Json.ScrollRequest, Json.QdrantAnswerScrollPageRecordPayload, cancellationToken);

    /// <summary>Reads a page of repositories.</summary>
    public Task<ScrollPage<RepositoryPayload>> ScrollRepositoriesAsync(string collection, ScrollRequest request, CancellationToken cancellationToken) =>
        AskAsync($"{PathOf(collection)}/points/scroll", request, Json.ScrollRequest, Json.QdrantAnswerScrollPageRepositoryPayload, cancellationToken);

    /// <summary>Finds the records nearest to a vector.</summary>
    public Task<QueryHits<RecordPayload>> QueryAsync(string collection, QueryRequest request, CancellationToken cancellationToken) =>
        AskAsync($"{PathOf(collection)}/points/query", request, Json.QueryRequest, Json.QdrantAnswerQueryHitsRecordPayload, cancellationToken);

    /// <summary>Counts records.</summary>
    public async Task<long> CountAsync(string collection, CountRequest request, CancellationToken cancellationToken)
    {
        CountResult result = await AskAsync(
            $"{PathOf(collection)}/points/count", request, Json.CountRequest, Json.QdrantAnswerCountResult, cancellationToken).ConfigureAwait(false);
        return result.Count;
    }

    /// <inheritdoc/>
    public void Dispose() => rest.Dispose();

    private async Task<TResult> AskAsync<TBody, TResult>(
        string path, TBody body, JsonTypeInfo<TBody> bodyType, JsonTypeInfo<QdrantAnswer<TResult>> answerType, CancellationToken cancellationToken)
    {
        QdrantAnswer<TResult> answer = await rest.SendAsync(HttpMethod.Post, path, body, bodyType, answerType, cancellationToken).ConfigureAwait(false);
        return answer.Result;
    }

    private async Task ChangeAsync<TBody>(HttpMethod method, string path, TBody body, JsonTypeInfo<TBody> bodyType, CancellationToken cancellationToken)
    {
        QdrantAnswer<UpdateResult> answer = await rest.SendAsync(
            method, path + "?wait=true", body, bodyType, Json.QdrantAnswerUpdateResult, cancellationToken).ConfigureAwait(false);
        if (answer.Result.Status != UpdateResult.Completed)
        {
            // Accepted is not done: reads do not see it yet, and it may still fail.
            throw new VectorStoreException(
                StoreFailureKind.TimedOut, $"Qdrant accepted a change and did not complete it in time (it is '{answer.Result.Status}').");
        }
    }

    private static string PathOf(string collection) => $"collections/{Uri.EscapeDataString(collection)}";
}
