using System.Net.Http.Headers;
using VectorHost.Abstractions;
using VectorHost.Plugins.Shared.Http;

namespace VectorHost.Plugins.Chroma.Client;

/// <summary>Chroma's REST API, version 2: one method a request, nothing remembered but the database.</summary>
internal sealed class ChromaClient(RestClient rest) : IDisposable
{
    private string _collections = "";

    /// <summary>Makes a client for a server; no request is sent yet.</summary>
    public static ChromaClient Create(ChromaSettings settings, Func<HttpMessageHandler> createHandler)
    {
        RestEndpoint endpoint = new()
        {
            Name = "Chroma",
            Address = settings.Address,
            Advice = "check vector_store.chromadb.host, .port and .ssl",
            CredentialsAdvice = settings.ApiKey is null
                ? "set vector_store.chromadb.api_key"
                : "check vector_store.chromadb.api_key, .tenant and .database, and whether the key may write",
            Headers = settings.ApiKey is null ? new Dictionary<string, string>()
                : settings.SendsBearer ? new Dictionary<string, string> { ["Authorization"] = $"Bearer {settings.ApiKey}" }
                : new Dictionary<string, string> { ["x-chroma-token"] = settings.ApiKey },
            Secrets = settings.ApiKey is null ? [] : [settings.ApiKey],
            ReadFailure = ChromaFailures.Read,
        };
        return new ChromaClient(new RestClient(endpoint, createHandler));
    }

    public Task<string> GetVersionAsync(CancellationToken cancellationToken) =>
        rest.GetAsync("api/v2/version", ChromaJsonContext.Default.String, cancellationToken);

    public Task<PreflightAnswer> GetPreflightAsync(CancellationToken cancellationToken) =>
        rest.GetAsync("api/v2/pre-flight-checks", ChromaJsonContext.Default.PreflightAnswer, cancellationToken);

    public Task<IdentityAnswer> GetIdentityAsync(CancellationToken cancellationToken) =>
        rest.GetAsync("api/v2/auth/identity", ChromaJsonContext.Default.IdentityAnswer, cancellationToken);

    /// <summary>Asks for a database, which all requests about collections are for from then on.</summary>
    public async Task UseDatabaseAsync(string tenant, string database, CancellationToken cancellationToken)
    {
        string path = $"api/v2/tenants/{Uri.EscapeDataString(tenant)}/databases/{Uri.EscapeDataString(database)}";
        await rest.GetAsync(path, ChromaJsonContext.Default.DatabaseAnswer, cancellationToken).ConfigureAwait(false);
        _collections = path + "/collections";
    }

    /// <summary>Looks a collection up by its name, as only this request and <see cref="DeleteCollectionAsync"/> do.</summary>
    /// <returns>Null where there is none.</returns>
    public async Task<CollectionAnswer?> FindCollectionAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return await rest.GetAsync($"{_collections}/{name}", ChromaJsonContext.Default.CollectionAnswer, cancellationToken).ConfigureAwait(false);
        }
        catch (VectorStoreException exception) when (exception.Kind == StoreFailureKind.NotFound)
        {
            return null;
        }
    }

    public Task<CollectionAnswer> CreateCollectionAsync(CreateCollectionBody body, CancellationToken cancellationToken) => rest.SendAsync(
        HttpMethod.Post, _collections, body, ChromaJsonContext.Default.CreateCollectionBody, ChromaJsonContext.Default.CollectionAnswer, cancellationToken);

    /// <summary>Deletes a collection with all its records; none of the name is fine.</summary>
    public async Task DeleteCollectionAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            using HttpRequestMessage request = new(HttpMethod.Delete, $"{_collections}/{name}");
            await rest.SendAsync(request, ChromaJsonContext.Default.Acknowledgement, cancellationToken).ConfigureAwait(false);
        }
        catch (VectorStoreException exception) when (exception.Kind == StoreFailureKind.NotFound)
        {
            // Somebody else was faster.
        }
    }

    public Task<long> CountAsync(Guid collection, CancellationToken cancellationToken) =>
        rest.GetAsync($"{_collections}/{collection}/count", ChromaJsonContext.Default.Int64, cancellationToken);

    public Task<GetAnswer> GetAsync(Guid collection, GetBody body, CancellationToken cancellationToken) => rest.SendAsync(
        HttpMethod.Post, $"{_collections}/{collection}/get", body, ChromaJsonContext.Default.GetBody, ChromaJsonContext.Default.GetAnswer, cancellationToken);

    public Task<QueryAnswer> QueryAsync(Guid collection, QueryBody body, CancellationToken cancellationToken) => rest.SendAsync(
        HttpMethod.Post, $"{_collections}/{collection}/query", body, ChromaJsonContext.Default.QueryBody, ChromaJsonContext.Default.QueryAnswer, cancellationToken);

    public Task DeleteAsync(Guid collection, DeleteBody body, CancellationToken cancellationToken) => rest.SendAsync(
        HttpMethod.Post, $"{_collections}/{collection}/delete", body, ChromaJsonContext.Default.DeleteBody, ChromaJsonContext.Default.Acknowledgement, cancellationToken);

    /// <summary>Saves records; the metadata of one that is there is merged, key by key.</summary>
    /// <param name="collection">The collection.</param>
    /// <param name="json">The body.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async Task UpsertAsync(Guid collection, ReadOnlyMemory<byte> json, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, $"{_collections}/{collection}/upsert") { Content = new ReadOnlyMemoryContent(json) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        await rest.SendAsync(request, ChromaJsonContext.Default.Acknowledgement, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Saves an entry of the catalogue in place of the one of its id.</summary>
    public Task UpsertAsync(Guid collection, CatalogueBody body, CancellationToken cancellationToken) =>
        WriteAsync(collection, "upsert", body, cancellationToken);

    /// <summary>Saves an entry of the catalogue unless there is one of its id.</summary>
    public Task AddAsync(Guid collection, CatalogueBody body, CancellationToken cancellationToken) =>
        WriteAsync(collection, "add", body, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => rest.Dispose();

    private async Task WriteAsync(Guid collection, string operation, CatalogueBody body, CancellationToken cancellationToken) => await rest.SendAsync(
        HttpMethod.Post, $"{_collections}/{collection}/{operation}", body, ChromaJsonContext.Default.CatalogueBody, ChromaJsonContext.Default.Acknowledgement, cancellationToken).ConfigureAwait(false);
}
