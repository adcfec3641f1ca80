using System.Runtime.CompilerServices;
using VectorHost.Abstractions;
using VectorHost.Plugins.Shared.Http;

namespace VectorHost.Conformance.Tests.Remote;

/// <summary>A store whose records are on a <see cref="RemoteServer"/>: the smallest that a backend with a server can be.</summary>
internal sealed class RemoteVectorStore(Uri address, string key, Func<HttpMessageHandler> createHandler) : IVectorStore
{
    private readonly RestClient _client = new(
        new RestEndpoint
        {
            Name = "Remote",
            Address = address,
            Advice = "check vector_store.remote.port",
            CredentialsAdvice = "set vector_store.remote.api_key",
            Headers = new Dictionary<string, string> { [RemoteServer.KeyHeader] = key },
            Secrets = [key],
        },
        createHandler);

    public StoreLimits Limits { get; } = new() { MaxBatchRecords = 500 };

    public Task ConnectAsync(CancellationToken cancellationToken = default) => AskAsync("health", new RemoteRequest(), cancellationToken);

    public async Task<StoreHealth> CheckHealthAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            await AskAsync("health", new RemoteRequest(), cancellationToken);
            return new StoreHealth { IsHealthy = true, Description = $"The server at {address} answers." };
        }
        catch (VectorStoreException failure)
        {
            return new StoreHealth { IsHealthy = false, Description = failure.Message };
        }
    }

    public Task SaveAsync(IReadOnlyList<ChunkRecord> records, IndexMetadata metadata, CancellationToken cancellationToken = default) =>
        AskAsync("save", new RemoteRequest { Records = records, Metadata = metadata }, cancellationToken);

    public async IAsyncEnumerable<ChunkRecord> LoadAsync(
        RecordFilter filter, RecordParts parts, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (ChunkRecord record in (await AskAsync("load", new RemoteRequest { Filter = filter, Parts = parts }, cancellationToken)).Records!)
        {
            yield return record;
        }
    }

    public async Task<IReadOnlyList<SearchHit>> SearchAsync(VectorQuery query, CancellationToken cancellationToken = default) =>
        (await AskAsync("search", new RemoteRequest { Query = query }, cancellationToken)).Hits!;

    public async Task<IReadOnlyList<IndexMetadata>> GetMetadataAsync(string? repository = null, CancellationToken cancellationToken = default) =>
        (await AskAsync("metadata", new RemoteRequest { Repository = repository }, cancellationToken)).Metadata!;

    public async Task<long> CountAsync(RecordFilter filter, CancellationToken cancellationToken = default) =>
        (await AskAsync("count", new RemoteRequest { Filter = filter }, cancellationToken)).Count;

    public Task DeleteAsync(RecordFilter filter, CancellationToken cancellationToken = default) =>
        AskAsync("delete", new RemoteRequest { Filter = filter }, cancellationToken);

    public Task ClearAsync(string? repository = null, CancellationToken cancellationToken = default) =>
        AskAsync("clear", new RemoteRequest { Repository = repository }, cancellationToken);

    public async Task<bool> ExistsAsync(string? repository = null, CancellationToken cancellationToken = default) =>
        (await GetMetadataAsync(repository, cancellationToken)).Count > 0;

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    private Task<RemoteAnswer> AskAsync(string operation, RemoteRequest request, CancellationToken cancellationToken) =>
        _client.SendAsync(HttpMethod.Post, operation, request, RemoteJson.Default.RemoteRequest, RemoteJson.Default.RemoteAnswer, cancellationToken);
}
