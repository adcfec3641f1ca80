using VectorHost.Abstractions;
using VectorHost.Conformance;
using VectorHost.Plugins.Pinecone.Records;
using VectorHost.TestServers.Pinecone;

namespace VectorHost.Plugins.Pinecone.Tests;

/// <summary>What is kept where: repositories apart from each other, from metadata, and from what is not ours.</summary>
[TestFixture]
public sealed class PineconeNamespaceTests : PineconeTest
{
    [Test]
    public async Task Each_repository_has_a_namespace_and_metadata_has_one_for_all()
    {
        IVectorStore store = await ConnectWithRecordsAsync(TestData.Record(1, "alpha"), TestData.Record(2, "alpha"));
        await store.SaveAsync([TestData.Record(1, "be/ta")], TestData.Metadata("be/ta"));

        Assert.That(Backend.Namespaces, Is.EqualTo(new[] { "vh.alpha", "vh.be_2fta", "vh_metadata" }));
        Assert.That(Service.RecordsOf(Backend.IndexName, "vh.alpha"), Has.Count.EqualTo(2));
        Assert.That(Service.RecordsOf(Backend.IndexName, "vh_metadata").Keys, Is.EquivalentTo(new[] { "alpha", "be_2fta" }));
    }

    [Test]
    public void Names_that_differ_have_namespaces_that_differ_and_that_the_service_takes()
    {
        string[] names =
        [
            "a", "A", "a_b", "a_5fb", "a_2fb", "a b", "a/b", "metadata", "_", "__default__", "\u00e9", "e\u0301", "\U0001F600", "\0", ".", "..", "%2f",
            new('\u6f22', 200), new string('\u6f22', 199) + "\u5b57", new('x', 200), new string('x', 199) + "y", new('_', 200), "a_h", new string('x', 100) + "_h",
        ];

        string[] keys = [.. names.Select(name => NamespaceNames.TryGetKey(name, out string? key) ? key : throw new AssertionException(name))];

        Assert.That(keys, Is.Unique);
        Assert.That(keys, Is.All.Matches<string>(key => key.Length is > 0 and <= 200 && key.All(character => char.IsAsciiLetterOrDigit(character) || "._-".Contains(character, StringComparison.Ordinal))));
        Assert.That(keys.Select(NamespaceNames.OfKey), Has.None.EqualTo(NamespaceNames.Metadata));
    }

    [Test]
    public void Half_a_character_is_no_repositorys_name() =>
        Assert.That(NamespaceNames.TryGetKey("a\uD83D", out _), Is.False);

    [Test]
    public async Task Two_repositories_in_one_index_are_searched_together_and_apart()
    {
        ChunkRecord[] alpha = TestData.Records(25, "alpha");
        ChunkRecord[] beta = TestData.Records(25, "beta");
        IVectorStore store = await ConnectWithRecordsAsync(alpha);
        await store.SaveAsync(beta, TestData.Metadata("beta"));
        VectorQuery query = new() { Embedding = TestData.RandomVector(900), Top = 10 };
        VectorQuery inBeta = query with { Filter = RecordFilter.ForRepository("beta") };

        Expect.SameHits(await store.SearchAsync(query), ExactSearch.Search([.. alpha, .. beta], query));
        Expect.SameHits(await store.SearchAsync(inBeta), ExactSearch.Search(beta, inBeta));
    }

    [Test]
    public async Task Large_metadata_is_kept_in_pieces_and_none_is_left_when_it_shrinks_or_goes()
    {
        IVectorStore store = await ConnectAsync();
        IndexMetadata large = TestData.Metadata() with
        {
            Entries = Enumerable.Range(0, 400).ToDictionary(number => $"entry {number}", number => string.Concat(Enumerable.Repeat($"\U0001F600\"{number}", 100))),
        };

        await store.SaveAsync([], large);
        Expect.SameMetadata((await store.GetMetadataAsync(TestData.Repository)).Single(), large);
        Expect.SameMetadata((await store.GetMetadataAsync()).Single(), large);
        IReadOnlyDictionary<string, PineconeRecord> pieces = Service.RecordsOf(Backend.IndexName, "vh_metadata");
        await store.SaveAsync([], large with { ToolVersion = "0.2.0" });
        int changed = Service.RecordsOf(Backend.IndexName, "vh_metadata").Count;
        await store.SaveAsync([], TestData.Metadata());
        int small = Service.RecordsOf(Backend.IndexName, "vh_metadata").Count;
        await store.SaveAsync([], large);
        await store.ClearAsync(TestData.Repository);

        Assert.That(pieces, Has.Count.GreaterThan(10));
        Assert.That(changed, Is.EqualTo(pieces.Count));
        Assert.That(small, Is.EqualTo(1));
        Assert.That(Service.RecordsOf(Backend.IndexName, "vh_metadata"), Is.Empty);
    }

    [Test]
    public async Task Metadata_that_did_not_change_is_not_written_again()
    {
        IVectorStore store = await ConnectWithRecordsAsync(TestData.Record(1));
        Service.Data.ForgetExchanges();

        await store.SaveAsync([TestData.Record(2)], TestData.Metadata());

        Assert.That(DataRequests("/vectors/upsert"), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Metadata_is_written_only_when_its_records_can_be_seen()
    {
        await ConnectWithRecordsAsync(TestData.Record(1));

        string[] saves = [.. DataRequests("/vectors/upsert").Select(exchange => exchange.Request.Json().GetProperty("namespace").GetString()!)];
        int lastLook = Service.Data.Exchanges.ToList().FindLastIndex(exchange =>
            exchange.Request.Path.EndsWith("/query", StringComparison.Ordinal) && exchange.Request.BodyText.Contains("vh.alpha", StringComparison.Ordinal));
        int metadata = Service.Data.Exchanges.ToList().FindIndex(exchange =>
            exchange.Request.Path.EndsWith("/upsert", StringComparison.Ordinal) && exchange.Request.BodyText.Contains("vh_metadata", StringComparison.Ordinal));

        Assert.That(saves, Is.EqualTo(new[] { "vh.alpha", "vh_metadata" }));
        Assert.That(lastLook, Is.Positive.And.LessThan(metadata));
    }

    [Test]
    public async Task A_record_that_somebody_else_put_among_ours_is_named()
    {
        IVectorStore store = await ConnectWithRecordsAsync(TestData.Record(1));
        Service.Data.Intercept = (call, _) => Task.FromResult(call.Path.EndsWith("/fetch", StringComparison.Ordinal)
            ? TestServers.Http.HttpAnswer.OfJson(new { vectors = new { theirs = new { id = "theirs", values = new[] { 1 } } }, @namespace = "vh.alpha" })
            : null);

        VectorStoreException failure = await FailureOf(() => store.LoadAsync(RecordFilter.All, RecordParts.All).ToListAsync().AsTask());

        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.Corrupt));
        Assert.That(failure.Message, Does.Contain("'theirs'"));
    }
}
