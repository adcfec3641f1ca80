using VectorHost.Abstractions;
using VectorHost.Conformance;
using VectorHost.TestServers.Pinecone;

namespace VectorHost.Plugins.Pinecone.Tests;

/// <summary>What the service's search does not do by itself: exact order, exact prefixes, answers of any size.</summary>
[TestFixture]
public sealed class PineconeSearchTests : PineconeTest
{
    [Test]
    public async Task Exact_search_finds_what_the_approximate_one_overlooks()
    {
        ChunkRecord[] records = TestData.Records(60);
        VectorQuery query = new() { Embedding = TestData.RandomVector(700), Top = 5 };
        string best = ExactSearch.Search(records, query)[0].Record.Id.ToString("D");
        await using PineconeDouble service = await PineconeDouble.StartAsync(new() { Overlooks = id => id == best });
        await using PineconeTestBackend backend = new(service);
        await using IVectorStore store = await backend.ConnectAsync();
        await using IVectorStore exact = await backend.ConnectAsync(new() { ["exact"] = "true" });
        await store.SaveAsync(records, TestData.Metadata());

        Expect.SameHits(await store.SearchAsync(query), ExactSearch.Search(records.Where(record => record.Id.ToString("D") != best), query));
        Expect.SameHits(await exact.SearchAsync(query), ExactSearch.Search(records, query));
    }

    [Test]
    public async Task A_prefix_that_ends_within_a_name_still_fills_the_list()
    {
        ChunkRecord[] records = [.. TestData.Records(300).Select((record, number) => record with { Path = $"src/{(number % 30 == 0 ? "rare" : "often")}{number}.cs" })];
        IVectorStore store = await ConnectWithRecordsAsync(records);
        VectorQuery query = new() { Embedding = TestData.RandomVector(5), Top = 8, Filter = new RecordFilter { PathPrefix = "src/ra" } };

        IReadOnlyList<SearchHit> hits = await store.SearchAsync(query);

        Assert.That(hits, Has.Count.EqualTo(8));
        Expect.SameHits(hits, ExactSearch.Search(records, query));
    }

    [Test]
    public async Task A_prefix_below_more_folders_than_are_kept_is_exact()
    {
        string deep = string.Concat(Enumerable.Range(0, 40).Select(number => $"folder{number}/"));
        ChunkRecord[] records = [.. TestData.Records(20).Select((record, number) => record with { Path = $"{deep}{(number % 2 == 0 ? "a" : "b")}/{number}.cs" })];
        IVectorStore store = await ConnectWithRecordsAsync(records);
        RecordFilter filter = new() { PathPrefix = $"{deep}a/" };

        Assert.That(await store.CountAsync(filter), Is.EqualTo(10));
        Assert.That(await store.SearchAsync(new VectorQuery { Embedding = TestData.RandomVector(1), Top = 20, Filter = filter }), Has.Count.EqualTo(10));
    }

    [Test]
    public async Task An_answer_that_would_be_larger_than_the_service_gives_comes_in_parts()
    {
        string text = new('x', Connected.MaxTextBytes);
        ChunkRecord[] records = [.. TestData.Records(220).Select(record => record with { Text = text })];
        IVectorStore store = await ConnectAsync();
        foreach (ChunkRecord[] batch in records.Chunk(20))
        {
            await store.SaveAsync(batch, TestData.Metadata());
        }

        IReadOnlyList<SearchHit> hits = await store.SearchAsync(new VectorQuery { Embedding = TestData.RandomVector(1), Top = 220, Parts = RecordParts.All });

        Assert.That(hits, Has.Count.EqualTo(220), "5 MB");
        Assert.That(hits.Select(hit => hit.Record.Text), Is.All.EqualTo(text));
    }

    [Test]
    public async Task More_equal_scores_than_the_service_lists_are_still_ordered_by_id()
    {
        float[] vector = TestData.RandomVector(1, 4);
        ChunkRecord[] records = [.. TestData.Records(10_500, dimensions: 4).Select(record => record with { Embedding = vector })];
        IVectorStore store = await ConnectAsync();
        foreach (ChunkRecord[] batch in records.Chunk(1_000))
        {
            await store.SaveAsync(batch, TestData.Metadata(dimensions: 4));
        }

        IReadOnlyList<SearchHit> hits = await store.SearchAsync(new VectorQuery { Embedding = vector, Top = 10 });

        Assert.That(hits.Select(hit => hit.Record.Id), Is.EqualTo(records.Select(record => record.Id).Order().Take(10)));
    }

    [Test]
    public async Task A_query_of_another_length_finds_nothing_where_nothing_is()
    {
        IVectorStore store = await ConnectWithRecordsAsync(TestData.Record(1));
        await store.ClearAsync();

        Assert.That(await store.SearchAsync(new VectorQuery { Embedding = TestData.RandomVector(1, 24), Top = 10 }), Is.Empty);
    }

    private static StoreLimits Connected { get; } = new PineconeVectorStore(
        PineconeContexts.Create([], "repository", Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance)).Limits;
}
