using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization.Metadata;
using VectorHost.Abstractions;
using VectorHost.Plugins.Pinecone.Wire;
using VectorHost.Plugins.Shared.Http;

namespace VectorHost.Plugins.Pinecone.Service;

/// <summary>
/// The requests that read and write the vectors of one index. A namespace that does not exist reads as an empty one.
/// </summary>
internal sealed class DataPlane(RestEndpoint endpoint, Func<HttpMessageHandler> createHandler) : IDisposable
{
    /// <summary>The most ids in one fetch: the service takes 1,000, but they are part of the address, which proxies cut at 8 kB.</summary>
    public const int MaxFetchIds = 100;

    /// <summary>The most ids in one deletion.</summary>
    public const int MaxDeleteIds = 1_000;

    private const int PageSize = 100;

    private readonly RestClient _client = new(endpoint, createHandler);

    /// <summary>Saves vectors.</summary>
    /// <param name="body">An upsert request in JSON.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The write's sequence number in its namespace; null where the service does not tell.</returns>
    public async Task<long?> UpsertAsync(HttpContent body, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, "vectors/upsert") { Content = body };
        return await WriteAsync(request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Saves pieces of metadata.</summary>
    /// <returns>The write's sequence number in its namespace; null where the service does not tell.</returns>
    public Task<long?> UpsertAsync(UpsertRequest request, CancellationToken cancellationToken) =>
        UpsertAsync(RestClient.Json(request, DataJson.Default.UpsertRequest), cancellationToken);

    /// <summary>Deletes vectors. None being there is fine.</summary>
    /// <returns>The write's sequence number in its namespace; null where there was nothing to write, or the service does not tell.</returns>
    public async Task<long?> DeleteAsync(DeleteRequest request, CancellationToken cancellationToken)
    {
        try
        {
            using HttpRequestMessage message = new(HttpMethod.Post, "vectors/delete")
            {
                Content = RestClient.Json(request, DataJson.Default.DeleteRequest),
            };
            return await WriteAsync(message, cancellationToken).ConfigureAwait(false);
        }
        catch (VectorStoreException exception) when (exception.Kind is StoreFailureKind.NotFound)
        {
            return null;
        }
    }

    /// <summary>Finds the nearest vectors.</summary>
    /// <returns>The matches, nearest first, and up to which write they reflect their namespace; null where the service does not tell.</returns>
    public async Task<(QueryAnswer Answer, long? IndexedSequence)> QueryAsync(QueryRequest request, CancellationToken cancellationToken)
    {
        try
        {
            using HttpRequestMessage message = new(HttpMethod.Post, "query") { Content = RestClient.Json(request, DataJson.Default.QueryRequest) };
            using HttpResponseMessage answer = await _client.SendAsync(message, cancellationToken).ConfigureAwait(false);
            QueryAnswer matches = await _client.ReadAsync(answer, DataJson.Default.QueryAnswer, cancellationToken).ConfigureAwait(false);
            return (matches, SequenceNumbers.Indexed(answer.Headers));
        }
        catch (VectorStoreException exception) when (exception.Kind is StoreFailureKind.NotFound)
        {
            return (new QueryAnswer(), null);
        }
    }

    /// <summary>Reads vectors by id, at most <see cref="MaxFetchIds"/>. Those that are not there are left out.</summary>
    /// <exception cref="VectorStoreException">The request failed, or the answer holds what was not asked for.</exception>
    public async Task<IReadOnlyCollection<StoredVector<TFields>>> FetchAsync<TFields>(
        string @namespace, IReadOnlyCollection<string> ids, JsonTypeInfo<FetchAnswer<TFields>> answerType, CancellationToken cancellationToken)
        where TFields : class
    {
        string path = $"vectors/fetch?namespace={Uri.EscapeDataString(@namespace)}{string.Concat(ids.Select(id => $"&ids={Uri.EscapeDataString(id)}"))}";
        if (await GetOrEmptyAsync(path, answerType, cancellationToken).ConfigureAwait(false) is not { } answer)
        {
            return [];
        }

        HashSet<string> asked = [.. ids];
        return answer.Vectors.Values.FirstOrDefault(vector => !asked.Remove(vector.Id)) is { } unasked
            ? throw new VectorStoreException(
                StoreFailureKind.Corrupt, $"{endpoint.Name} answers with the record '{unasked.Id}', which was not asked for, or twice: {endpoint.Advice}.")
            : [.. answer.Vectors.Values];
    }

    /// <summary>Reads every vector whose metadata matches, page by page.</summary>
    public async IAsyncEnumerable<IReadOnlyCollection<StoredVector<RecordFields>>> FetchByMetadataAsync(
        string @namespace, IReadOnlyDictionary<string, OneOf> filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        FetchByMetadataRequest? request = new() { Namespace = @namespace, Filter = filter, Limit = PageSize };
        while (request is not null)
        {
            FetchAnswer<RecordFields> answer;
            try
            {
                answer = await _client.SendAsync(
                    HttpMethod.Post, "vectors/fetch_by_metadata", request, DataJson.Default.FetchByMetadataRequest, DataJson.Default.FetchedRecords, cancellationToken)
                    .ConfigureAwait(false);
            }
            catch (VectorStoreException exception) when (exception.Kind is StoreFailureKind.NotFound)
            {
                yield break;
            }

            yield return [.. answer.Vectors.Values];
            request = answer.Pagination?.Next is { Length: > 0 } next ? request with { PaginationToken = next } : null;
        }
    }

    /// <summary>Lists the ids that begin with a text, page by page, in the order of their bytes.</summary>
    public async IAsyncEnumerable<IReadOnlyList<string>> ListAsync(
        string @namespace, string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string path = string.Create(
            CultureInfo.InvariantCulture,
            $"vectors/list?namespace={Uri.EscapeDataString(@namespace)}&limit={PageSize}{(prefix.Length == 0 ? "" : $"&prefix={Uri.EscapeDataString(prefix)}")}");
        string? page = path;
        while (page is not null && await GetOrEmptyAsync(page, DataJson.Default.ListAnswer, cancellationToken).ConfigureAwait(false) is { } answer)
        {
            yield return [.. answer.Vectors.Select(item => item.Id)];
            page = NextPage(path, answer.Pagination);
        }
    }

    /// <summary>Lists the namespaces that begin with a text.</summary>
    public async Task<IReadOnlyList<string>> ListNamespacesAsync(string prefix, CancellationToken cancellationToken)
    {
        string path = string.Create(
            CultureInfo.InvariantCulture, $"namespaces?limit={PageSize}{(prefix.Length == 0 ? "" : $"&prefix={Uri.EscapeDataString(prefix)}")}");
        List<string> names = [];
        string? page = path;
        while (page is not null && await GetOrEmptyAsync(page, DataJson.Default.NamespacesAnswer, cancellationToken).ConfigureAwait(false) is { } answer)
        {
            names.AddRange(answer.Namespaces.Select(description => description.Name));
            page = NextPage(path, answer.Pagination);
        }

        return names;
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async Task<long?> WriteAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using HttpResponseMessage answer = await _client.SendAsync(request, cancellationToken).ConfigureAwait(false);
        await _client.ReadAsync(answer, DataJson.Default.WriteAnswer, cancellationToken).ConfigureAwait(false);
        return SequenceNumbers.Written(answer.Headers);
    }

    private static string? NextPage(string path, Pagination? pagination) =>
        pagination?.Next is { Length: > 0 } next ? $"{path}&paginationToken={Uri.EscapeDataString(next)}" : null;

    private async Task<TAnswer?> GetOrEmptyAsync<TAnswer>(string path, JsonTypeInfo<TAnswer> answerType, CancellationToken cancellationToken)
        where TAnswer : class
    {
        try
        {
            return await _client.GetAsync(path, answerType, cancellationToken).ConfigureAwait(false);
        }
        catch (VectorStoreException exception) when (exception.Kind is StoreFailureKind.NotFound)
        {
            return null;
        }
    }
}
