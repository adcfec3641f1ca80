using System.Text;
using System.Text.Json;
using VectorHost.Abstractions;
using VectorHost.Conformance;
using VectorHost.TestServers.Chroma;

namespace VectorHost.Plugins.Chroma.Tests;

/// <summary>A test on a real server of one version, with collections of its own and a way to them past the plugin.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public abstract class ChromaTest : IAsyncDisposable
{
    private readonly List<IVectorStore> _stores = [];
    private readonly HttpClient _client;

    protected ChromaTest(ChromaVersion version)
    {
        Version = version;
        Backend = version == ChromaVersion.Older ? new OlderChroma() : new NewerChroma();
        _client = new HttpClient { BaseAddress = new Uri(Backend.Address, "api/v2/tenants/default_tenant/databases/default_database/") };
    }

    /// <summary>Which server.</summary>
    protected ChromaVersion Version { get; }

    /// <summary>The server and the collections' names.</summary>
    protected ChromaTestBackend Backend { get; }

    /// <summary>A connected store, disposed with the test.</summary>
    protected async Task<IVectorStore> ConnectAsync(Dictionary<string, string?>? settings = null)
    {
        IVectorStore store = await Backend.ConnectAsync(settings);
        _stores.Add(store);
        return store;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (IVectorStore store in _stores)
        {
            await store.DisposeAsync();
        }

        await Backend.DisposeAsync();
        _client.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>The names of the test's collections, the catalogue's first.</summary>
    protected async Task<string[]> CollectionNamesAsync()
    {
        JsonElement collections = await SendAsync(HttpMethod.Get, "collections?limit=10000");
        return [.. collections.EnumerateArray().Select(collection => collection.GetProperty("name").GetString()!)
            .Where(name => name.StartsWith(Backend.Collection, StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
    }

    /// <summary>Sends a request past the plugin.</summary>
    protected async Task<JsonElement> SendAsync(HttpMethod method, string path, string? json = null)
    {
        using HttpRequestMessage request = new(method, new Uri(path, UriKind.Relative));
        request.Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await _client.SendAsync(request);
        string body = await answer.Content.ReadAsStringAsync();
        Assert.That(answer.IsSuccessStatusCode, Is.True, $"{path}: {body}");
        return JsonElement.Parse(body);
    }

    /// <summary>All records.</summary>
    protected static ValueTask<List<ChunkRecord>> LoadAsync(IVectorStore store, RecordFilter? filter = null) =>
        store.LoadAsync(filter ?? RecordFilter.All, RecordParts.All).ToListAsync();

    /// <summary>Saves records in batches as the host does.</summary>
    protected static async Task SaveAsync(IVectorStore store, IReadOnlyList<ChunkRecord> records)
    {
        foreach (ChunkRecord[] batch in records.Chunk(1_000))
        {
            await store.SaveAsync(batch, TestData.Metadata(dimensions: batch[0].Embedding.Length));
        }
    }
}
