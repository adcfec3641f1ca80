using VectorHost.Abstractions;
using VectorHost.Conformance;
using VectorHost.TestServers.Pinecone;

namespace VectorHost.Plugins.Pinecone.Tests;

/// <summary>A test with an index of its own in a double of its own.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public abstract class PineconeTest
{
    private readonly List<IVectorStore> _stores = [];

    /// <summary>The index, and stores over it.</summary>
    protected PineconeTestBackend Backend { get; private set; } = null!;

    /// <summary>The double.</summary>
    protected PineconeDouble Service => Backend.Service;

    /// <summary>How the double of the fixture behaves.</summary>
    protected virtual PineconeDoubleOptions Options => new() { KeepsExchanges = true };

    [SetUp]
    public async Task StartTheService() => Backend = new PineconeTestBackend(await PineconeDouble.StartAsync(Options));

    [TearDown]
    public async Task EndTheService()
    {
        foreach (IVectorStore store in _stores)
        {
            await store.DisposeAsync();
        }

        await Service.DisposeAsync();
        await Backend.DisposeAsync();
    }

    /// <summary>A connected store, disposed with the test.</summary>
    protected async Task<IVectorStore> ConnectAsync(Dictionary<string, string?>? settings = null)
    {
        IVectorStore store = await Backend.ConnectAsync(settings);
        _stores.Add(store);
        return store;
    }

    /// <summary>A connected store with records in it.</summary>
    protected async Task<IVectorStore> ConnectWithRecordsAsync(params ChunkRecord[] records)
    {
        IVectorStore store = await ConnectAsync();
        await store.SaveAsync(records, TestData.Metadata(records[0].Repository, records[0].Embedding.Length));
        return store;
    }

    /// <summary>The failure that the call must end in. It never holds the key.</summary>
    protected async Task<VectorStoreException> FailureOf(Func<Task> call)
    {
        VectorStoreException? failure = null;
        await Assert.ThatAsync(call, Throws.TypeOf<VectorStoreException>().With.Matches<VectorStoreException>(thrown => (failure = thrown) is not null));
        Assert.That(failure!.ToString(), Does.Not.Contain(Service.Options.ApiKey));
        return failure;
    }

    /// <summary>The requests that went to a path of the data plane, with their answers.</summary>
    protected IReadOnlyList<TestServers.Http.HttpExchange> DataRequests(string path) =>
        [.. Service.Data.Exchanges.Where(exchange => exchange.Request.Path.EndsWith(path, StringComparison.Ordinal))];
}
