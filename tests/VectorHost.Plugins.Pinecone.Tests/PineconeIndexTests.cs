using System.Text.Json;
using VectorHost.Abstractions;
using VectorHost.Conformance;
using VectorHost.Plugins.Pinecone.Service;
using VectorHost.Plugins.Pinecone.Wire;

namespace VectorHost.Plugins.Pinecone.Tests;

/// <summary>The index itself: made on demand, found again, and never taken from somebody else.</summary>
[TestFixture]
public sealed class PineconeIndexTests : PineconeTest
{
    [Test]
    public async Task Connecting_makes_no_index_and_the_first_save_does()
    {
        IVectorStore store = await ConnectAsync(new() { ["environment"] = "us-central1-gcp" });
        Assert.That(Service.IndexNames, Is.Empty);
        Assert.That((await store.CheckHealthAsync()).Description, Does.Contain("the first save makes it in us-central1 of gcp"));

        await store.SaveAsync([TestData.Record(1)], TestData.Metadata());

        Assert.That(Service.IndexNames, Is.EqualTo(new[] { Backend.IndexName }));
        JsonElement request = Service.Control.Exchanges.Single(exchange => exchange.Request.Method == "POST").Request.Json();
        Assert.That(request.GetProperty("dimension").GetInt32(), Is.EqualTo(TestData.Dimensions));
        Assert.That(request.GetProperty("metric").GetString(), Is.EqualTo("cosine"));
        Assert.That(request.GetProperty("spec").GetRawText(), Is.EqualTo("""{"serverless":{"cloud":"gcp","region":"us-central1"}}"""));
        Assert.That((await store.CheckHealthAsync()).Description, Does.Contain("16 dimensions").And.Contain("us-central1"));
    }

    [Test]
    public async Task A_configured_name_is_the_indexes_name()
    {
        IVectorStore store = await ConnectAsync(new() { ["index_name"] = "shared-code" });

        await store.SaveAsync([TestData.Record(1)], TestData.Metadata());

        Assert.That(Service.IndexNames, Is.EqualTo(new[] { "shared-code" }));
    }

    [Test]
    public async Task An_unknown_region_says_which_setting_names_it()
    {
        IVectorStore store = await ConnectAsync(new() { ["environment"] = "mars-north-1-aws" });

        VectorStoreException failure = await FailureOf(() => store.SaveAsync([TestData.Record(1)], TestData.Metadata()));

        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.InvalidConfiguration));
        Assert.That(failure.Message, Does.Contain("mars-north-1").And.Contain("vector_store.pinecone.environment"));
    }

    [Test]
    public async Task An_index_of_another_dimension_is_refused_with_both_and_left_alone()
    {
        Service.AddIndex(Backend.IndexName, dimension: 24);
        IVectorStore store = await ConnectAsync();

        VectorStoreException failure = await FailureOf(() => store.SaveAsync([TestData.Record(1)], TestData.Metadata()));

        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.Mismatch));
        Assert.That(failure.Message, Does.Contain("24").And.Contain("16").And.Contain("index_name"));
        Assert.That(Service.Control.Exchanges.Select(exchange => exchange.Request.Method), Has.None.EqualTo("DELETE"), "it is empty, but not ours");
    }

    [Test]
    public async Task An_index_of_another_metric_is_refused_with_both_on_connecting()
    {
        Service.AddIndex(Backend.IndexName, TestData.Dimensions, "euclidean");
        await using IVectorStore store = Backend.CreateStore();

        VectorStoreException failure = await FailureOf(() => store.ConnectAsync());

        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.Mismatch));
        Assert.That(failure.Message, Does.Contain("euclidean").And.Contain("cosine"));
    }

    [Test]
    public async Task The_dot_product_of_vectors_of_length_one_is_as_good_as_the_cosine()
    {
        Service.AddIndex(Backend.IndexName, TestData.Dimensions, "dotproduct");
        ChunkRecord[] records = TestData.Records(30);
        IVectorStore store = await ConnectWithRecordsAsync(records);
        VectorQuery query = new() { Embedding = TestData.RandomVector(500), Top = 5 };

        Expect.SameHits(await store.SearchAsync(query), ExactSearch.Search(records, query));
    }

    [Test]
    public async Task An_index_of_pods_is_refused_since_it_cannot_list()
    {
        Service.AddIndex(Backend.IndexName, TestData.Dimensions);
        Service.ChangeIndex(Backend.IndexName, index => index.IsOfPods = true);
        await using IVectorStore store = Backend.CreateStore();

        Assert.That((await FailureOf(() => store.ConnectAsync())).Kind, Is.EqualTo(StoreFailureKind.Incompatible));
    }

    [Test]
    public async Task An_index_that_failed_to_start_is_not_waited_for()
    {
        Service.AddIndex(Backend.IndexName, TestData.Dimensions);
        Service.ChangeIndex(Backend.IndexName, index => index.State = "InitializationFailed");
        IVectorStore store = await ConnectAsync();

        VectorStoreException failure = await FailureOf(() => store.SaveAsync([TestData.Record(1)], TestData.Metadata()));

        Assert.That(failure.IsTransient, Is.False);
        Assert.That(failure.Message, Does.Contain("InitializationFailed"));
        Assert.That((await store.CheckHealthAsync()).IsHealthy, Is.False);
    }

    [Test]
    public async Task Waiting_for_an_index_can_be_cancelled()
    {
        Service.AddIndex(Backend.IndexName, TestData.Dimensions);
        Service.ChangeIndex(Backend.IndexName, index => index.State = "Initializing");
        IVectorStore store = await ConnectAsync();
        using CancellationTokenSource source = new();
        Task saving = store.SaveAsync([TestData.Record(1)], TestData.Metadata(), source.Token);

        await source.CancelAsync();

        await Assert.ThatAsync(() => saving.WaitAsync(TimeSpan.FromSeconds(5)), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task What_is_no_web_address_of_an_index_is_not_sent_the_key()
    {
        Service.AddIndex(Backend.IndexName, TestData.Dimensions);
        Service.ChangeIndex(Backend.IndexName, index => index.Host = "ftp://127.0.0.1/x");
        IVectorStore store = await ConnectAsync();

        VectorStoreException failure = await FailureOf(() => store.CountAsync(RecordFilter.All));

        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.Protocol));
        Assert.That(Service.Data.Exchanges, Is.Empty);
    }

    [TestCase("https://api.example.org/", "http://index.example.org")]
    [TestCase("https://api.example.org/", "file:///index")]
    [TestCase("https://api.example.org/", "")]
    public void A_service_with_TLS_cannot_send_the_key_to_an_address_without(string controller, string host)
    {
        VectorStoreException failure = Assert.Throws<VectorStoreException>(() => IndexCheck.AddressOf(Model(host), Settings(controller)));

        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.Protocol));
    }

    [TestCase("https://api.example.org/", "code-1a2b.svc.aped.pinecone.io", "https://code-1a2b.svc.aped.pinecone.io/")]
    [TestCase("https://api.example.org/", "https://proxy.example.org/code/", "https://proxy.example.org/code/")]
    [TestCase("http://127.0.0.1:1/", "http://127.0.0.1:2/code", "http://127.0.0.1:2/code/")]
    public void An_index_is_where_the_service_says(string controller, string host, string address) =>
        Assert.That(IndexCheck.AddressOf(Model(host), Settings(controller)), Is.EqualTo(new Uri(address)));

    [Test]
    public async Task A_cleared_index_of_ours_makes_way_for_vectors_of_another_length_unless_it_is_protected()
    {
        IVectorStore store = await ConnectWithRecordsAsync(TestData.Record(1));
        await store.ClearAsync();
        Service.ChangeIndex(Backend.IndexName, index => index.IsProtected = true);

        VectorStoreException failure = await FailureOf(() => store.SaveAsync([TestData.Record(1, dimensions: 24)], TestData.Metadata(dimensions: 24)));
        Service.ChangeIndex(Backend.IndexName, index => index.IsProtected = false);
        await store.SaveAsync([TestData.Record(1, dimensions: 24)], TestData.Metadata(dimensions: 24));

        Assert.That(failure.Message, Does.Contain("Deletion protection"));
        Assert.That(await store.CountAsync(RecordFilter.All), Is.EqualTo(1));
    }

    [Test]
    public async Task An_index_of_ours_in_which_somebody_else_has_something_is_not_replaced()
    {
        IVectorStore store = await ConnectWithRecordsAsync(TestData.Record(1));
        await SaveForeignAsync("their-namespace");
        await store.ClearAsync();

        VectorStoreException failure = await FailureOf(() => store.SaveAsync([TestData.Record(1, dimensions: 24)], TestData.Metadata(dimensions: 24)));

        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.Mismatch));
        Assert.That(Backend.Namespaces, Is.EqualTo(new[] { "their-namespace" }));
    }

    [Test]
    public async Task An_index_that_was_deleted_meanwhile_is_looked_for_again_by_the_next_try()
    {
        IVectorStore store = await ConnectWithRecordsAsync(TestData.Record(1));
        Service.RemoveIndex(Backend.IndexName);

        VectorStoreException failure = await FailureOf(() => store.CountAsync(RecordFilter.All));

        Assert.That(failure.IsTransient, Is.True, "the host tries again");
        Assert.That(await store.CountAsync(RecordFilter.All), Is.Zero);
        await store.SaveAsync([TestData.Record(2)], TestData.Metadata());
        Expect.SameRecords(await store.LoadAsync(RecordFilter.All, RecordParts.All).ToListAsync(), [TestData.Record(2)]);
    }

    [Test]
    public async Task Eight_stores_that_save_at_once_make_one_index()
    {
        IVectorStore[] stores = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => ConnectAsync()));

        await Task.WhenAll(stores.Select((store, number) => store.SaveAsync([TestData.Record(number)], TestData.Metadata())));

        Assert.That(await stores[0].CountAsync(RecordFilter.All), Is.EqualTo(8));
        Assert.That(Service.Control.Exchanges.Count(exchange => exchange.Answer.Status == 201), Is.EqualTo(1));
    }

    private static IndexModel Model(string host) => new()
    {
        Name = "code",
        Dimension = 3,
        Metric = "cosine",
        Host = host,
        Status = new IndexStatus { Ready = true, State = "Ready" },
        Spec = new IndexSpec(),
    };

    private static PineconeSettings Settings(string controller) => new()
    {
        ApiKey = "x",
        IndexName = "code",
        Cloud = "aws",
        Region = "us-east-1",
        Controller = new Uri(controller),
    };

    /// <summary>Saves a vector as another program would.</summary>
    private async Task SaveForeignAsync(string name)
    {
        using HttpClient client = new();
        JsonElement model = await GetIndexAsync(client);
        using HttpRequestMessage request = new(HttpMethod.Post, $"{model.GetProperty("host").GetString()}/vectors/upsert")
        {
            Content = new StringContent(
                JsonSerializer.Serialize(new { vectors = new[] { new { id = "theirs", values = TestData.RandomVector(1) } }, @namespace = name }),
                System.Text.Encoding.UTF8,
                "application/json"),
        };
        using HttpResponseMessage answer = await SendAsync(client, request);
        for (int i = 0; i < 5; i++)
        {
            using HttpRequestMessage look = new(HttpMethod.Get, $"{model.GetProperty("host").GetString()}/vectors/list?namespace={name}");
            using HttpResponseMessage looked = await SendAsync(client, look);
        }
    }

    private async Task<JsonElement> GetIndexAsync(HttpClient client)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, $"{Service.ControllerHost}/indexes/{Backend.IndexName}");
        using HttpResponseMessage answer = await SendAsync(client, request);
        return JsonElement.Parse(await answer.Content.ReadAsStringAsync());
    }

    private async Task<HttpResponseMessage> SendAsync(HttpClient client, HttpRequestMessage request)
    {
        request.Headers.Add("Api-Key", Service.Options.ApiKey);
        request.Headers.Add("X-Pinecone-Api-Version", "2026-04");
        HttpResponseMessage answer = await client.SendAsync(request);
        return answer.EnsureSuccessStatusCode();
    }
}
