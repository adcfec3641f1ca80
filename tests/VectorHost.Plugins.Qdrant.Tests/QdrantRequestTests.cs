using System.Text.Json;
using VectorHost.Abstractions;
using VectorHost.Conformance;
using VectorHost.TestServers.Http;
using VectorHost.TestServers.Qdrant;

namespace VectorHost.Plugins.Qdrant.Tests;

/// <summary>What the store asks of a server, where an administrator is strict, and where a server is older.</summary>
[TestFixture]
public sealed class QdrantRequestTests : QdrantTest
{
    private static readonly ChunkRecord[] Records =
    [
        .. new[] { "src/a.cs", "src/ab.cs", "src/b/a.cs", "srca.cs", "\U0001F600.cs", "\U0001F680.cs" }
            .Select((path, number) => TestData.Record(number) with { Path = path }),
    ];

    [TestCase(null, null)]
    [TestCase("false", null)]
    [TestCase("true", true)]
    public async Task A_search_is_exact_where_the_settings_say_so(string? setting, bool? isExact)
    {
        IVectorStore store = await ConnectWithRecordsAsync(settings: new() { ["exact"] = setting });

        await store.SearchAsync(new VectorQuery { Embedding = TestData.RandomVector(1), Top = 3 });

        JsonElement query = LastBody("/points/query");
        Assert.That(query.TryGetProperty("params", out JsonElement search) ? search.GetProperty("exact").GetBoolean() : (bool?)null, Is.EqualTo(isExact));
    }

    [Test]
    public async Task Where_exact_search_is_not_allowed_the_setting_is_named()
    {
        IVectorStore store = await ConnectWithRecordsAsync(new() { StrictMode = new() { AllowsExact = false } }, new() { ["exact"] = "true" });

        VectorStoreException failure = await FailureOf(() => store.SearchAsync(new VectorQuery { Embedding = TestData.RandomVector(1), Top = 3 }));

        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.InvalidConfiguration));
        Assert.That(failure.Message, Does.Contain("set vector_store.qdrant.exact to false"));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Counts_are_exact_also_where_exact_search_is_not_allowed(bool isAllowed)
    {
        IVectorStore store = await ConnectWithRecordsAsync(new() { StrictMode = new() { AllowsExact = isAllowed, MaxQueryLimit = 4 } });

        Assert.That(await store.CountAsync(RecordFilter.All), Is.EqualTo(6));
        Assert.That(await store.CountAsync(new RecordFilter { PathPrefix = "src/" }), Is.EqualTo(3));
    }

    [Test]
    public async Task Parts_that_were_not_asked_for_do_not_cross_the_wire()
    {
        IVectorStore store = await ConnectWithRecordsAsync();

        await store.LoadAsync(RecordFilter.All, RecordParts.None).CountAsync();

        JsonElement scroll = LastBody("/points/scroll");
        Assert.That(scroll.GetProperty("with_vector").GetBoolean(), Is.False);
        Assert.That(scroll.GetProperty("with_payload").GetRawText(), Is.EqualTo("""{"exclude":["folders","text"]}"""));
    }

    [Test]
    public async Task Limits_of_existing_collections_are_known_once_connected()
    {
        await ConnectWithRecordsAsync(new() { StrictMode = new() { MaxQueryLimit = 50, UpsertMaxBatchSize = 20 } });
        IVectorStore store = await ConnectAsync();

        Assert.That(store.Limits.MaxTop, Is.EqualTo(50));
        Assert.That(store.Limits.MaxBatchRecords, Is.EqualTo(20));
        await store.SaveAsync(TestData.Records(20), TestData.Metadata());
        Assert.That(await store.SearchAsync(new VectorQuery { Embedding = TestData.RandomVector(1), Top = 50 }), Has.Count.EqualTo(20));
    }

    [Test]
    public async Task Limits_of_a_collection_that_is_made_later_are_kept_to_as_well()
    {
        await StartAsync(new() { StrictMode = new() { MaxQueryLimit = 50, UpsertMaxBatchSize = 20, ConditionMaxSize = 30, FilterMaxConditions = 6 } });
        IVectorStore store = await ConnectAsync();

        await store.SaveAsync(TestData.Records(90), TestData.Metadata());

        Guid[] ids = [.. Enumerable.Range(0, 70).Select(number => TestData.Record(number).Id)];
        Assert.That(await store.CountAsync(RecordFilter.All), Is.EqualTo(90));
        Assert.That(await store.LoadAsync(RecordFilter.ForIds(ids), RecordParts.None).CountAsync(), Is.EqualTo(70));
        VectorStoreException failure = await FailureOf(() => store.SearchAsync(new VectorQuery { Embedding = TestData.RandomVector(1), Top = 51 }));
        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.LimitExceeded));
        Assert.That(failure.Message, Does.Contain("at most 50 hits"));
    }

    [Test]
    public async Task A_body_that_is_too_large_is_a_limit_exceeded()
    {
        await StartAsync(new() { MaxRequestBytes = 5_000 });
        IVectorStore store = await ConnectAsync();

        VectorStoreException failure = await FailureOf(() => store.SaveAsync(TestData.Records(50), TestData.Metadata()));

        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.LimitExceeded));
    }

    [Test]
    public async Task The_largest_batch_of_the_worst_records_fits_into_a_request()
    {
        await StartAsync();
        IVectorStore store = await ConnectAsync();
        string text = new('\u0001', 4_000);
        ChunkRecord[] records =
        [
            .. Enumerable.Range(0, (int)(store.Limits.MaxBatchBytes / 5_000))
                .Select(number => TestData.Record(number) with { Text = text, Embedding = Enumerable.Repeat(-1.2345678e-30f, 200).ToArray() }),
        ];

        await Assert.ThatAsync(async () => await store.SaveAsync(records.Take(store.Limits.MaxBatchRecords).ToArray(), TestData.Metadata(dimensions: 200)), Throws.Nothing);
    }

    [TestCase("1.19.0", """{"key":"path","match":{"prefix":"src/a"}}""")]
    [TestCase("1.18.3", """{"key":"path","match":{"any":["src/a.cs","src/ab.cs"]}}""")]
    public async Task A_name_cut_in_its_middle_is_found_by_the_index_or_by_reading(string version, string condition)
    {
        IVectorStore store = await ConnectWithRecordsAsync(new() { Version = Version.Parse(version) });

        List<ChunkRecord> found = await store.LoadAsync(new RecordFilter { PathPrefix = "src/a" }, RecordParts.All).ToListAsync();

        Expect.SameRecords(found, Records[..2]);
        Assert.That(LastBody("/points/scroll").GetProperty("filter").GetProperty("must")[0].GetRawText(), Is.EqualTo(condition));
    }

    [Test]
    public async Task A_server_that_was_upgraded_keeps_the_index_that_the_older_one_made()
    {
        IVectorStore store = await ConnectWithRecordsAsync(new() { Version = new Version(1, 18, 0) });
        Answer("/", HttpAnswer.OfJson(new { title = "qdrant", version = "1.19.0" }));
        IVectorStore upgraded = await ConnectAsync();

        Assert.That(await upgraded.CountAsync(new RecordFilter { PathPrefix = "src/a" }), Is.EqualTo(2));
        Assert.That(await store.CountAsync(new RecordFilter { PathPrefix = "src/a" }), Is.EqualTo(2));
    }

    [Test]
    public async Task A_prefix_may_end_in_the_middle_of_a_character()
    {
        IVectorStore store = await ConnectWithRecordsAsync();

        Assert.That(await PathsAsync("\uD83D"), Is.EquivalentTo(new[] { "\U0001F600.cs", "\U0001F680.cs" }));
        Assert.That(await PathsAsync("\uD83D\uDE00"), Is.EquivalentTo(new[] { "\U0001F600.cs" }));
        Assert.That(await PathsAsync("\uDE00"), Is.Empty);

        ValueTask<List<string>> PathsAsync(string prefix) =>
            store.LoadAsync(new RecordFilter { PathPrefix = prefix }, RecordParts.None).Select(record => record.Path).ToListAsync();
    }

    [TestCase("1.19.0")]
    [TestCase("1.12.0")]
    public async Task Folders_of_any_depth_are_found(string version)
    {
        await StartAsync(new() { Version = Version.Parse(version) });
        IVectorStore store = await ConnectAsync();
        string folder = string.Concat(Enumerable.Range(0, 40).Select(depth => $"d{depth}/"));
        await store.SaveAsync(
            [TestData.Record(1) with { Path = folder + "a.cs" }, TestData.Record(2) with { Path = folder + "b.cs" }, TestData.Record(3) with { Path = folder.Replace("d30", "e30", StringComparison.Ordinal) }],
            TestData.Metadata());

        Assert.That(await store.CountAsync(new RecordFilter { PathPrefix = folder }), Is.EqualTo(2));
        Assert.That(await store.CountAsync(new RecordFilter { PathPrefix = "d0/d1/" }), Is.EqualTo(3));
        Assert.That(await store.CountAsync(new RecordFilter { PathPrefix = folder + "b" }), Is.EqualTo(1));
        await store.DeleteAsync(new RecordFilter { PathPrefix = folder + "b" });
        Assert.That(await store.CountAsync(RecordFilter.All), Is.EqualTo(2));
    }

    [Test]
    public async Task A_filter_that_can_match_nothing_asks_no_points()
    {
        IVectorStore store = await ConnectWithRecordsAsync();
        int before = Calls.Count(call => call.Path.Contains("/points", StringComparison.Ordinal));

        Assert.That(await store.CountAsync(new RecordFilter { Paths = ["\uD83D"] }), Is.Zero);
        Assert.That(await store.CountAsync(RecordFilter.ForIds([])), Is.Zero);
        await store.DeleteAsync(new RecordFilter { Repositories = [] });

        Assert.That(Calls.Count(call => call.Path.Contains("/points", StringComparison.Ordinal)), Is.EqualTo(before));
    }

    [Test]
    public async Task Ties_at_the_cut_are_followed_to_their_end()
    {
        await StartAsync();
        IVectorStore store = await ConnectAsync();
        float[] vector = TestData.RandomVector(1);
        ChunkRecord[] records = [.. TestData.Records(200).Select(record => record with { Embedding = vector })];
        await store.SaveAsync(records, TestData.Metadata());

        IReadOnlyList<SearchHit> hits = await store.SearchAsync(new VectorQuery { Embedding = vector, Top = 3 });

        Assert.That(hits.Select(hit => hit.Record.Id), Is.EqualTo(records.Select(record => record.Id).Order().Take(3)));
        Assert.That(Calls.Where(call => call.Path.EndsWith("/points/query", StringComparison.Ordinal)).Select(call => call.Json().GetProperty("limit").GetInt32()), Is.EqualTo(new[] { 4, 16, 64, 256 }));
    }

    private async Task<IVectorStore> ConnectWithRecordsAsync(QdrantDoubleOptions? options = null, Dictionary<string, string?>? settings = null)
    {
        await StartAsync(options);
        IVectorStore store = await ConnectAsync(settings);
        await store.SaveAsync(Records, TestData.Metadata());
        return store;
    }

    private JsonElement LastBody(string pathEnd) => Calls.Last(call => call.Path.EndsWith(pathEnd, StringComparison.Ordinal)).Json();
}
