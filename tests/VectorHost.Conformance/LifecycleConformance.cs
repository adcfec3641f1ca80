using VectorHost.Abstractions;

namespace VectorHost.Conformance;

/// <summary>Connecting, health, emptiness, and what is left after a store was closed.</summary>
public abstract class LifecycleConformance<TBackend> : VectorStoreConformance<TBackend>
    where TBackend : TestBackend, new()
{
    [Test]
    [Scenario(166)]
    public void Every_theme_of_the_suite_is_inherited() =>
        Assert.That(
            ConformanceSuite.FindMissing(GetType().Assembly, typeof(TBackend)).Select(theme => theme.Name.Split('`')[0]),
            Is.Empty,
            $"Themes that the tests of {typeof(TBackend).Name} do not inherit");

    [Test]
    [Scenario(1)]
    public void Limits_are_known_once_connected()
    {
        Assert.That(Store.Limits.MaxBatchRecords, Is.Positive);
        Assert.That(Store.Limits.MaxBatchBytes, Is.Positive);
        Assert.That(Store.Limits.MaxTop, Is.Positive);
        Assert.That(Store.Limits.MaxDimensions, Is.Positive);
        Assert.That(Store.Limits.MaxTextBytes, Is.Positive);
        Assert.That(Store.Limits.MaxFilterValues, Is.Positive);
    }

    [Test]
    [Scenario(2)]
    public async Task Connecting_again_changes_nothing()
    {
        await SaveAsync(TestData.Record(1));
        StoreLimits limits = Store.Limits;

        await Store.ConnectAsync();

        Assert.That(Store.Limits, Is.EqualTo(limits));
        Assert.That(await Store.CountAsync(RecordFilter.All), Is.EqualTo(1));
    }

    [Test]
    [Scenario(5)]
    public async Task A_store_that_works_is_healthy_and_says_in_a_sentence_what_answered()
    {
        StoreHealth health = await Store.CheckHealthAsync();

        Assert.That(health.IsHealthy, Is.True);
        Assert.That(health.Description, Is.Not.Empty);
    }

    [Test]
    [Scenario(5, 8)]
    public async Task Asking_for_health_or_existence_creates_nothing()
    {
        await Store.CheckHealthAsync();

        Assert.That(await Store.ExistsAsync(TestData.Repository), Is.False);
        Assert.That(await Store.ExistsAsync(), Is.False);
        Assert.That(await Store.GetMetadataAsync(), Is.Empty);
    }

    [Test]
    [Scenario(12, 74)]
    public async Task An_empty_store_answers_every_question()
    {
        Assert.That(await Store.CountAsync(RecordFilter.All), Is.Zero);
        Assert.That(await Store.CountAsync(RecordFilter.ForRepository("unknown")), Is.Zero);
        Assert.That(await LoadAsync(), Is.Empty);
        Assert.That(await Store.SearchAsync(new VectorQuery { Embedding = TestData.RandomVector(1), Top = 10 }), Is.Empty);
        await Assert.ThatAsync(async () => await Store.DeleteAsync(RecordFilter.ForRepository("unknown")), Throws.Nothing);
    }

    [Test]
    [Scenario(154)]
    public async Task What_was_saved_is_there_after_the_store_was_closed_and_opened()
    {
        ChunkRecord[] records = TestData.Records(20);
        VectorQuery query = new() { Embedding = TestData.RandomVector(99), Top = 5 };
        await SaveAsync(records);
        IReadOnlyList<SearchHit> before = await Store.SearchAsync(query);

        await ReopenAsync();

        Expect.SameRecords(await LoadAsync(), records);
        Expect.SameHits(await Store.SearchAsync(query), before);
        Expect.SameMetadata((await Store.GetMetadataAsync()).Single(), TestData.Metadata());
    }

    [Test]
    public async Task A_store_that_never_connected_can_be_disposed()
    {
        IVectorStore store = Backend.CreateStore();

        await Assert.ThatAsync(async () => await store.DisposeAsync(), Throws.Nothing);
        Assert.That(await Store.CountAsync(RecordFilter.All), Is.Zero);
    }

    [Test]
    public async Task Connecting_with_a_cancelled_token_is_cancelled_and_can_be_tried_again()
    {
        IVectorStore store = CreateAnotherStore();

        await Assert.ThatAsync(async () => await store.ConnectAsync(new CancellationToken(canceled: true)), Throws.InstanceOf<OperationCanceledException>());
        await store.ConnectAsync();
        Assert.That(await store.CountAsync(RecordFilter.All), Is.Zero);
    }

    [TestCaseSource(nameof(Calls))]
    [Scenario(135)]
    public async Task A_call_with_a_cancelled_token_is_cancelled_and_changes_nothing(Func<IVectorStore, CancellationToken, Task> call)
    {
        ChunkRecord[] records = TestData.Records(3);
        await SaveAsync(records);

        await Assert.ThatAsync(() => call(Store, new CancellationToken(canceled: true)), Throws.InstanceOf<OperationCanceledException>());

        Expect.SameRecords(await LoadAsync(), records);
        Expect.SameMetadata((await Store.GetMetadataAsync()).Single(), TestData.Metadata());
    }

    [Test]
    [Scenario(9, 10)]
    public async Task Eight_stores_that_connect_at_once_share_one_state()
    {
        await using TBackend fresh = new();
        IVectorStore[] stores = [.. Enumerable.Range(0, 8).Select(_ => fresh.CreateStore())];

        await Task.WhenAll(stores.Select(store => store.ConnectAsync()));
        await stores[0].SaveAsync([TestData.Record(1)], TestData.Metadata());

        foreach (IVectorStore store in stores)
        {
            Assert.That(await store.CountAsync(RecordFilter.All), Is.EqualTo(1));
            await store.DisposeAsync();
        }
    }

    private static IEnumerable<TestCaseData> Calls()
    {
        yield return Call("health", static (store, token) => store.CheckHealthAsync(token));
        yield return Call("load", static (store, token) => store.LoadAsync(RecordFilter.All, RecordParts.All, token).ToListAsync(CancellationToken.None).AsTask());
        yield return Call("metadata", static (store, token) => store.GetMetadataAsync(cancellationToken: token));
        yield return Call("count", static (store, token) => store.CountAsync(RecordFilter.All, token));
        yield return Call("clear", static (store, token) => store.ClearAsync(cancellationToken: token));
        yield return Call("exists", static (store, token) => store.ExistsAsync(cancellationToken: token));
    }

    private static TestCaseData Call(string name, Func<IVectorStore, CancellationToken, Task> call) =>
        new TestCaseData(call).SetName($"{{m}}({name})");
}
