using VectorHost.Abstractions;

namespace VectorHost.Conformance;

/// <summary>
/// The base of every theme of the suite: a connected store over a fresh state for each test. A backend's tests inherit
/// each theme once, such as <c>[TestFixture] public sealed class MySaving : SavingConformance&lt;MyTestBackend&gt;;</c>
/// (with the attribute, since the runner passes over an assembly that uses nothing of NUnit's own).
/// </summary>
/// <typeparam name="TBackend">The backend under test.</typeparam>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public abstract class VectorStoreConformance<TBackend>
    where TBackend : TestBackend, new()
{
    private readonly List<IVectorStore> _stores = [];

    /// <summary>The state under test.</summary>
    protected TBackend Backend { get; } = new();

    /// <summary>A connected store.</summary>
    protected IVectorStore Store { get; private set; } = null!;

    [SetUp]
    public async Task ConnectTheStore() => Store = await ConnectAnotherStoreAsync();

    [TearDown]
    public async Task DisposeEverything()
    {
        ScenarioOutcomes.Note(typeof(TBackend), GetType().GetMethod(TestContext.CurrentContext.Test.MethodName!)!, GetType().Assembly, TestContext.CurrentContext.Result);
        foreach (IVectorStore store in _stores)
        {
            await store.DisposeAsync();
        }

        await Backend.DisposeAsync();
    }

    /// <summary>A store over the same state, not connected; disposed with the test.</summary>
    protected IVectorStore CreateAnotherStore()
    {
        IVectorStore store = Backend.CreateStore();
        _stores.Add(store);
        return store;
    }

    /// <summary>A second user of the same state.</summary>
    protected async Task<IVectorStore> ConnectAnotherStoreAsync()
    {
        IVectorStore store = CreateAnotherStore();
        await store.ConnectAsync();
        return store;
    }

    /// <summary>Disposes <see cref="Store"/> and connects a new one to what it left.</summary>
    protected async Task ReopenAsync()
    {
        _stores.Remove(Store);
        await Store.DisposeAsync();
        Store = await ConnectAnotherStoreAsync();
    }

    /// <summary>Saves records of any repositories, within the store's limits.</summary>
    protected async Task SaveAsync(params IEnumerable<ChunkRecord> records)
    {
        foreach (IGrouping<string, ChunkRecord> repository in records.GroupBy(record => record.Repository))
        {
            IndexMetadata metadata = TestData.Metadata(repository.Key, repository.First().Embedding.Length);
            foreach (ChunkRecord[] batch in repository.Chunk(Math.Min(500, Store.Limits.MaxBatchRecords)))
            {
                await Store.SaveAsync(batch, metadata);
            }
        }
    }

    /// <summary>Loads whole records.</summary>
    protected ValueTask<List<ChunkRecord>> LoadAsync(RecordFilter? filter = null, RecordParts parts = RecordParts.All) =>
        Store.LoadAsync(filter ?? RecordFilter.All, parts).ToListAsync();

    /// <summary>Loads the one record that has the id.</summary>
    protected async Task<ChunkRecord> LoadOneAsync(Guid id) => (await LoadAsync(RecordFilter.ForIds([id]))).Single();

    /// <summary>The failure that the call must end in.</summary>
    protected static async Task<VectorStoreException> FailureOf(Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (VectorStoreException exception)
        {
            return exception;
        }

        throw new AssertionException("The call succeeded where a VectorStoreException was expected.");
    }
}
