using VectorHost.Abstractions;
using VectorHost.Conformance;
using VectorHost.TestServers.Chroma;
using VectorHost.TestServers.Http;
using VectorHost.TestServers.OpenApi;

namespace VectorHost.Plugins.Chroma.Tests;

/// <summary>Exactness over an index that is approximate, and what is sent for it.</summary>
[TestFixture(ChromaVersion.Older)]
[TestFixture(ChromaVersion.Newer)]
public sealed class ChromaSearchTests(ChromaVersion version) : ChromaTest(version)
{
    private readonly ChunkRecord[] _records = TestData.Records(300);

    private static VectorQuery Query(RecordFilter? filter = null) =>
        new() { Embedding = TestData.RandomVector(9_999), Top = 10, Filter = filter ?? RecordFilter.All };

    [Test]
    public async Task An_index_that_misses_records_is_noticed_and_not_believed()
    {
        await using ChromaProxy proxy = await ChromaProxy.StartAsync(Backend.Address);
        IVectorStore store = await ConnectAsync(proxy.Settings);
        await SaveAsync(store, _records);
        string[] known = [.. _records.Take(299).Select(record => record.Id.ToString())];
        proxy.Answer = call => call.Path.EndsWith("/query", StringComparison.Ordinal)
            ? HttpAnswer.OfJson(new { ids = new[] { known }, distances = new[] { known.Select((_, number) => number / 1000f) } })
            : null;

        IReadOnlyList<SearchHit> hits = await store.SearchAsync(Query());

        Expect.SameHits(hits, ExactSearch.Search(_records, Query()));
    }

    [Test]
    public async Task An_index_that_does_not_agree_with_the_records_is_done_without()
    {
        await using ChromaProxy proxy = await ChromaProxy.StartAsync(Backend.Address);
        IVectorStore store = await ConnectAsync(proxy.Settings);
        await SaveAsync(store, _records);
        proxy.Answer = call => call.Path.EndsWith("/query", StringComparison.Ordinal)
            ? HttpAnswer.OfJson(new { error = "InternalError", message = "Error executing plan: Internal error: Error finding id" }, 500)
            : null;

        IReadOnlyList<SearchHit> hits = await store.SearchAsync(Query(new() { PathPrefix = "src/file1" }));

        Expect.SameHits(hits, ExactSearch.Search(_records, Query(new() { PathPrefix = "src/file1" })));
    }

    [Test]
    public async Task Equal_vectors_in_several_repositories_tie_also_after_deletions()
    {
        IVectorStore store = await ConnectAsync();
        ChunkRecord[] alpha = TestData.Records(40, "alpha", dimensions: 5);
        ChunkRecord[] beta = [.. TestData.Records(40, "beta", dimensions: 5).Zip(alpha, (record, equal) => record with { Embedding = equal.Embedding })];
        await store.SaveAsync(alpha, TestData.Metadata("alpha", 5));
        await store.SaveAsync(beta, TestData.Metadata("beta", 5));
        await store.DeleteAsync(RecordFilter.ForIds([.. beta.Take(10).Select(record => record.Id)]));

        for (int seed = 0; seed < 20; seed++)
        {
            VectorQuery query = new() { Embedding = TestData.RandomVector(9_000 + seed, 5), Top = 31 };
            Expect.SameHits(await store.SearchAsync(query), ExactSearch.Search([.. alpha, .. beta[10..]], query));
        }
    }

    [TestCase("{}")]
    [TestCase("""{"ids":[],"distances":[]}""")]
    [TestCase("""{"ids":[["x"]],"distances":[[]]}""")]
    [TestCase("""{"ids":[["x"]],"distances":null}""")]
    public async Task An_answer_that_makes_no_sense_is_a_failure_of_protocol(string answer)
    {
        await using ChromaProxy proxy = await ChromaProxy.StartAsync(Backend.Address);
        IVectorStore store = await ConnectAsync(proxy.Settings);
        await SaveAsync(store, _records);
        proxy.Answer = call => call.Path.EndsWith("/query", StringComparison.Ordinal) ? HttpAnswer.OfJson(System.Text.Encoding.UTF8.GetBytes(answer)) : null;

        VectorStoreException failure = await ChromaFailure.OfAsync(() => store.SearchAsync(Query()));

        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.Protocol));
    }

    [Test]
    public async Task A_quota_of_the_cloud_is_told_from_a_request_to_slow_down()
    {
        await using ChromaProxy proxy = await ChromaProxy.StartAsync(Backend.Address);
        IVectorStore store = await ConnectAsync(proxy.Settings);
        proxy.Answer = call => call.Path.EndsWith("/upsert", StringComparison.Ordinal)
            ? HttpAnswer.OfJson(new { error = "ChromaError", message = "'Number of records' exceeded quota limit for action 'Upsert'" }, 429)
            : null;

        VectorStoreException failure = await ChromaFailure.OfAsync(() => SaveAsync(store, _records));

        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.LimitExceeded));
        Assert.That(failure.IsTransient, Is.False);
    }

    [Test]
    public async Task Every_request_is_as_Chroma_describes_it()
    {
        OpenApiValidator? description = ApiDescriptions.Find(Version == ChromaVersion.Older ? "chroma-1.0.0.openapi.json" : "chroma-1.3.4-bindings.openapi.json");
        await using ChromaProxy proxy = await ChromaProxy.StartAsync(Backend.Address);
        IVectorStore store = await ConnectAsync(proxy.Settings);

        await UseEverythingAsync(store);

        Assert.That(proxy.Exchanges, Has.Count.GreaterThan(40));
        Assert.That(proxy.Exchanges.Where(exchange => exchange.Answer.Status >= 400 && exchange.Answer.Status != 404), Is.Empty);
        Assert.That(
            proxy.Exchanges.Select(exchange => exchange.Request.BodyText),
            Has.None.Contains("\"ids\":[]").And.None.Contains("\"$in\":[]").And.None.Contains("\"n_results\":0").And.None.Contains("\"where\":{}"));
        Assert.That(proxy.Exchanges.SelectMany(exchange => ProblemsOf(description, exchange)).Distinct(), Is.Empty);
    }

    /// <summary>
    /// What is wrong with a request; the answers are the real server's own. Two faults of the description are passed over:
    /// it takes every whole number in metadata for two kinds at once, and forgets null, which takes a key away.
    /// </summary>
    private static IEnumerable<string> ProblemsOf(OpenApiValidator? description, HttpExchange exchange) =>
        from problem in description?.Validate(exchange) ?? []
        where !problem.Where.StartsWith("answer", StringComparison.Ordinal)
        let isWholeNumber = problem.Position.EndsWith("_line", StringComparison.Ordinal) && problem.Message.StartsWith("fits more than one", StringComparison.Ordinal)
        let isKeyTakenAway = problem.Position.Contains("/folder_", StringComparison.Ordinal) && problem.Message.EndsWith("found null", StringComparison.Ordinal)
        where !isWholeNumber && !isKeyTakenAway
        select $"{exchange}: {problem}";

    private async Task UseEverythingAsync(IVectorStore store)
    {
        await SaveAsync(store, _records);
        await store.SaveAsync([TestData.Record(1, "beta") with { Path = "readme.md" }], TestData.Metadata("beta"));
        await store.CheckHealthAsync();
        foreach (RecordFilter filter in new RecordFilter[]
        {
            RecordFilter.All,
            RecordFilter.ForRepository("beta"),
            RecordFilter.ForIds([.. _records.Take(3).Select(record => record.Id)]),
            RecordFilter.ForIds([]),
            new() { Paths = ["src/file1.cs"] },
            new() { Paths = [] },
            new() { PathPrefix = "src/" },
            new() { PathPrefix = "src/file1" },
            new() { PathPrefix = "src/nothing/" },
        })
        {
            await store.SearchAsync(Query(filter));
            await store.CountAsync(filter);
            await LoadAsync(store, filter);
        }

        await store.GetMetadataAsync();
        await store.GetMetadataAsync("beta");
        await store.ExistsAsync("gamma");
        await store.DeleteAsync(RecordFilter.ForIds([_records[0].Id]));
        await store.DeleteAsync(new RecordFilter { Paths = ["src/file2.cs"] });
        await store.DeleteAsync(new RecordFilter { PathPrefix = "src/file3" });
        await store.DeleteAsync(new RecordFilter { PathPrefix = "src/" });
        await store.ClearAsync("beta");
        await store.ClearAsync();
    }
}
