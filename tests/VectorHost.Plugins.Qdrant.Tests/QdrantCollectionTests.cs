using System.Text.Json;
using VectorHost.Abstractions;
using VectorHost.Conformance;
using VectorHost.TestServers.Http;

namespace VectorHost.Plugins.Qdrant.Tests;

/// <summary>Which collections the store makes, and what it does where they are not as it would make them.</summary>
[TestFixture]
public sealed class QdrantCollectionTests : QdrantTest
{
    [Test]
    public async Task Repositories_are_listed_in_one_collection_and_records_are_in_one_of_each_length()
    {
        await StartAsync();
        IVectorStore store = await ConnectAsync();

        await store.SaveAsync(TestData.Records(3, "alpha", dimensions: 16), TestData.Metadata("alpha", 16));
        await store.SaveAsync(TestData.Records(3, "beta", dimensions: 16), TestData.Metadata("beta", 16));
        await store.SaveAsync(TestData.Records(3, "gamma", dimensions: 8), TestData.Metadata("gamma", 8));

        Assert.That(Server.CollectionNames, Is.EqualTo(new[] { "code", "code.16", "code.8" }));
    }

    [TestCase("Ünï code & more+%20")]
    [TestCase("...")]
    [TestCase("16")]
    [TestCase("code.16")]
    public async Task A_collection_may_have_an_unusual_name(string name)
    {
        await StartAsync();
        IVectorStore store = await ConnectAsync(new() { ["collection"] = name });

        await store.SaveAsync(TestData.Records(3), TestData.Metadata());

        Assert.That(Server.CollectionNames, Is.EqualTo(new[] { name, name + ".16" }));
        Assert.That(await store.CountAsync(RecordFilter.All), Is.EqualTo(3));
    }

    [Test]
    public async Task Stores_of_different_collections_do_not_see_each_other()
    {
        await StartAsync();
        IVectorStore code = await ConnectAsync(new() { ["collection"] = "code" });
        IVectorStore other = await ConnectAsync(new() { ["collection"] = "code2" });
        IVectorStore upper = await ConnectAsync(new() { ["collection"] = "Code" });
        await code.SaveAsync(TestData.Records(3), TestData.Metadata());
        await other.SaveAsync(TestData.Records(4), TestData.Metadata());

        await other.ClearAsync();

        Assert.That(await code.CountAsync(RecordFilter.All), Is.EqualTo(3));
        Assert.That(await upper.ExistsAsync(), Is.False);
        Assert.That(Server.CollectionNames, Is.EqualTo(new[] { "code", "code.16" }));
    }

    [Test]
    public async Task Payload_indexes_are_made_before_the_first_record()
    {
        await StartAsync();
        IVectorStore store = await ConnectAsync();

        await store.SaveAsync(TestData.Records(3), TestData.Metadata());

        string[] changes = [.. Calls.Where(call => call.Method == "PUT").Select(call => $"{call.Path}{call.Query} {(call.Path.EndsWith("/index", StringComparison.Ordinal) ? call.BodyText : "")}".Trim())];
        Assert.That(changes, Is.EqualTo(new[]
        {
            "/collections/code.16",
            """/collections/code.16/index?wait=true {"field_name":"repository","field_schema":{"type":"keyword","is_tenant":true}}""",
            """/collections/code.16/index?wait=true {"field_name":"path","field_schema":{"type":"keyword","prefix":true}}""",
            """/collections/code.16/index?wait=true {"field_name":"folders","field_schema":{"type":"keyword"}}""",
            "/collections/code.16/points?wait=true",
            "/collections/code/points?wait=true",
            "/collections/code",
            "/collections/code/points?wait=true",
        }));
    }

    [Test]
    public async Task A_store_that_only_reads_makes_no_collection()
    {
        await StartAsync();
        IVectorStore store = await ConnectAsync();

        await store.CountAsync(RecordFilter.All);
        await store.SearchAsync(new VectorQuery { Embedding = TestData.RandomVector(1), Top = 3 });
        await store.GetMetadataAsync();
        await store.DeleteAsync(RecordFilter.ForRepository("alpha"));
        await store.ClearAsync("alpha");
        await store.ClearAsync();

        Assert.That(Server.CollectionNames, Is.Empty);
    }

    [TestCase("""{"vectors":{"size":16,"distance":"Cosine"}}""", "Cosine")]
    [TestCase("""{"vectors":{"size":24,"distance":"Dot"}}""", "24 dimensions")]
    public async Task A_collection_of_another_shape_is_refused_and_left_alone(string settings, string difference)
    {
        await StartAsync();
        await SendAsync("PUT", "collections/code.16", settings);

        VectorStoreException failure = await FailureOf(() => ConnectAsync());

        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.Mismatch));
        Assert.That(failure.IsTransient, Is.False);
        Assert.That(failure.Message, Does.Contain("'code.16'").And.Contain(difference).And.Contain("vector_store.qdrant.collection"));
        Assert.That(Server.CollectionNames, Is.EqualTo(new[] { "code.16" }));
    }

    [Test]
    public async Task A_collection_of_vectors_under_names_is_refused()
    {
        await StartAsync();
        await SendAsync("PUT", "collections/code.16", """{"vectors":{"size":16,"distance":"Dot"}}""");
        HttpAnswer named = HttpAnswer.OfJson(new
        {
            result = new { config = new { @params = new { vectors = new { image = new { size = 16, distance = "Dot" } } } }, payload_schema = new { } },
            status = "ok",
        });
        Answer("/code.16", named);

        VectorStoreException failure = await FailureOf(() => ConnectAsync());

        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.Mismatch));
        Assert.That(failure.Message, Does.Contain("vectors under names"));
    }

    [Test]
    public async Task A_foreign_collection_in_the_place_of_the_list_of_repositories_is_refused()
    {
        await StartAsync();
        await SendAsync("PUT", "collections/code", """{"vectors":{"size":768,"distance":"Cosine"}}""");

        VectorStoreException failure = await FailureOf(() => ConnectAsync());

        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.Mismatch));
        Assert.That(failure.Message, Does.Contain("'code'").And.Contain("not made by VectorHost"));
    }

    [Test]
    public async Task A_collection_with_points_and_without_our_indexes_is_refused()
    {
        await StartAsync();
        await SendAsync("PUT", "collections/code.2", """{"vectors":{"size":2,"distance":"Dot"}}""");
        await SendAsync("PUT", "collections/code.2/points?wait=true", """{"points":[{"id":1,"vector":[1,0]}]}""");

        VectorStoreException failure = await FailureOf(() => ConnectAsync());

        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.Mismatch));
        Assert.That(failure.Message, Does.Contain("no index of repositories"));
    }

    [Test]
    public async Task A_collection_whose_making_was_interrupted_is_finished_by_the_next_save()
    {
        await StartAsync();
        await SendAsync("PUT", "collections/code.16", """{"vectors":{"size":16,"distance":"Dot"}}""");
        IVectorStore store = await ConnectAsync();
        Assert.That(await store.CountAsync(RecordFilter.ForRepository("alpha")), Is.Zero);

        await store.SaveAsync(TestData.Records(3), TestData.Metadata());

        Assert.That(await store.CountAsync(RecordFilter.ForRepository("alpha")), Is.EqualTo(3));
    }

    [Test]
    public async Task A_collection_that_is_deleted_by_hand_is_made_again()
    {
        await StartAsync();
        IVectorStore store = await ConnectAsync();
        await store.SaveAsync(TestData.Records(3), TestData.Metadata());

        Server.RemoveCollections(_ => true);

        Assert.That(await store.CountAsync(RecordFilter.All), Is.Zero);
        Assert.That(await store.ExistsAsync(), Is.False);
        await store.SaveAsync(TestData.Records(2), TestData.Metadata());
        Assert.That(await store.CountAsync(RecordFilter.All), Is.EqualTo(2));
    }

    [Test]
    public async Task A_collection_that_is_deleted_during_a_save_is_a_conflict_that_may_be_tried_again()
    {
        await StartAsync();
        IVectorStore store = await ConnectAsync();
        await store.SaveAsync(TestData.Records(3), TestData.Metadata());
        Server.Server.Intercept = (call, _) =>
        {
            if (call is { Method: "PUT", Path: "/collections/code.16/points" })
            {
                Server.RemoveCollections(_ => true);
            }

            return Task.FromResult<HttpAnswer?>(null);
        };

        VectorStoreException failure = await FailureOf(() => store.SaveAsync(TestData.Records(3), TestData.Metadata()));

        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.Conflict));
        Assert.That(failure.IsTransient, Is.True);
        Server.Server.Intercept = null;
        await store.SaveAsync(TestData.Records(3), TestData.Metadata());
        Assert.That(await store.CountAsync(RecordFilter.All), Is.EqualTo(3));
    }

    [Test]
    public async Task A_collection_that_is_deleted_during_a_load_ends_it()
    {
        await StartAsync();
        IVectorStore store = await ConnectAsync();
        await store.SaveAsync(TestData.Records(200), TestData.Metadata());

        int loaded = 0;
        await foreach (ChunkRecord record in store.LoadAsync(RecordFilter.All, RecordParts.None))
        {
            loaded++;
            Server.RemoveCollections(_ => true);
        }

        Assert.That(loaded, Is.InRange(1, 199));
    }

    [Test]
    public async Task Many_stores_that_save_first_at_once_make_one_collection()
    {
        await StartAsync();
        IVectorStore[] stores = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => ConnectAsync()));

        await Task.WhenAll(stores.Select((store, number) => store.SaveAsync([TestData.Record(number)], TestData.Metadata())));

        Assert.That(Server.CollectionNames, Is.EqualTo(new[] { "code", "code.16" }));
        Assert.That(await stores[0].CountAsync(RecordFilter.All), Is.EqualTo(8));
    }

    [Test]
    public async Task A_record_that_moves_to_a_repository_of_another_length_is_there_once()
    {
        await StartAsync();
        IVectorStore store = await ConnectAsync();
        ChunkRecord before = TestData.Record(1, "alpha", dimensions: 16);
        await store.SaveAsync([before, TestData.Record(2, "alpha")], TestData.Metadata("alpha"));
        ChunkRecord after = before with { Repository = "beta", Embedding = TestData.RandomVector(1, 8) };

        await store.SaveAsync([after], TestData.Metadata("beta", 8));

        Expect.SameRecords(await store.LoadAsync(RecordFilter.ForIds([before.Id]), RecordParts.All).ToListAsync(), [after]);
        Assert.That(await store.CountAsync(RecordFilter.All), Is.EqualTo(2));
    }

    [Test]
    public async Task Vectors_are_stored_as_they_are_whatever_their_length()
    {
        await StartAsync();
        IVectorStore store = await ConnectAsync();
        ChunkRecord record = TestData.Record(1) with { Embedding = TestData.RandomVector(1).Select(number => number * 3).ToArray() };

        await store.SaveAsync([record], TestData.Metadata());

        Expect.SameRecords(await store.LoadAsync(RecordFilter.All, RecordParts.All).ToListAsync(), [record]);
    }

    [Test]
    public async Task A_point_that_another_program_changed_is_corrupt()
    {
        await StartAsync();
        IVectorStore store = await ConnectAsync();
        await store.SaveAsync(TestData.Records(1), TestData.Metadata());
        float[] vector = TestData.RandomVector(1);
        await SendAsync(
            "PUT",
            "collections/code.16/points?wait=true",
            JsonSerializer.Serialize(new { points = new[] { new { id = TestData.Record(0).Id, vector, payload = new { repository = "alpha" } } } }));

        VectorStoreException failure = await FailureOf(() => store.LoadAsync(RecordFilter.All, RecordParts.None).CountAsync().AsTask());

        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.Corrupt));
        Assert.That(failure.Message, Does.Contain($"{TestData.Record(0).Id}").And.Contain("code.16"));
    }

    private async Task SendAsync(string method, string path, string body)
    {
        using HttpClient client = new();
        using HttpRequestMessage request = new(new HttpMethod(method), new Uri(Server.Server.Address, path))
        {
            Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json"),
        };
        using HttpResponseMessage answer = await client.SendAsync(request);
        Assert.That(answer.IsSuccessStatusCode, Is.True, await answer.Content.ReadAsStringAsync());
    }
}
