using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using VectorHost.Abstractions;
using VectorHost.Conformance;
using VectorHost.TestServers.Http;
using VectorHost.TestSupport;

namespace VectorHost.Plugins.Pinecone.Tests;

/// <summary>What a user is told when the service is not there, is another one, or refuses.</summary>
[TestFixture]
public sealed class PineconeConnectionTests : PineconeTest
{
    private static readonly VectorQuery Query = new() { Embedding = TestData.RandomVector(1), Top = 3 };

    [Test]
    public async Task A_wrong_key_is_refused_with_the_setting_to_check()
    {
        await using IVectorStore store = Backend.CreateStore(new() { ["api_key"] = "pcsk_wrong_key" });

        VectorStoreException failure = await FailureOf(() => store.ConnectAsync());

        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.RefusedCredentials));
        Assert.That(failure.IsTransient, Is.False);
        Assert.That(failure.Message, Does.Contain("vector_store.pinecone.api_key").And.Contain("Invalid API key").And.Not.Contains("pcsk"));
    }

    [Test]
    public async Task A_key_that_loses_its_rights_later_is_refused_by_the_index_too()
    {
        IVectorStore store = await ConnectWithRecordsAsync(TestData.Record(1));
        Service.Data.Intercept = (_, _) => Answer(HttpAnswer.OfJson(new { code = 7, message = $"key {Service.Options.ApiKey} has no role", details = Array.Empty<int>() }, 403));

        VectorStoreException failure = await FailureOf(() => store.SearchAsync(Query));

        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.RefusedCredentials));
        Assert.That(failure.Message, Does.Contain("has no role").And.Contain("***"));
    }

    [Test]
    public async Task Where_nothing_listens_the_address_is_named()
    {
        int port = LoopbackPorts.FindUnused();
        await using IVectorStore store = Backend.CreateStore(new() { ["controller_host"] = $"http://127.0.0.1:{port}" });

        VectorStoreException failure = await FailureOf(() => store.ConnectAsync());

        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.Unavailable));
        Assert.That(failure.IsTransient, Is.True);
        Assert.That(failure.Message, Does.Contain($"127.0.0.1:{port}").And.Contain("controller_host"));
    }

    [TestCase(404, "text/html", "<html>Not found</html>")]
    [TestCase(404, "application/json", """{"error":"no such page"}""")]
    [TestCase(200, "text/html", "<html>Welcome</html>")]
    [TestCase(200, "application/json", """{"name":"vh-test"}""")]
    public async Task Another_server_is_not_taken_for_one_without_the_index(int status, string contentType, string body)
    {
        Service.Control.Intercept = (_, _) => Answer(HttpAnswer.OfText(body, status) with { ContentType = contentType });
        await using IVectorStore store = Backend.CreateStore();

        VectorStoreException failure = await FailureOf(() => store.ConnectAsync());
        Service.TakeDeviations();

        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.Protocol));
        Assert.That(failure.Message, Does.Contain("controller_host"));
    }

    [Test]
    public async Task TLS_where_none_is_spoken_is_said()
    {
        await using IVectorStore store = Backend.CreateStore(new() { ["controller_host"] = $"https://127.0.0.1:{Service.Control.Port}" });

        VectorStoreException failure = await FailureOf(() => store.ConnectAsync());

        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.Unavailable));
        Assert.That(failure.IsTransient, Is.False);
        Assert.That(failure.Message, Does.Contain("TLS"));
    }

    [Test]
    public async Task A_certificate_that_nobody_vouches_for_is_refused()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
        await using LoopbackServer server = await new LoopbackServer(certificate).StartAsync();
        await using IVectorStore store = Backend.CreateStore(new() { ["controller_host"] = $"https://localhost:{server.Port}" });

        VectorStoreException failure = await FailureOf(() => store.ConnectAsync());

        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.Unavailable));
        Assert.That(failure.IsTransient, Is.False);
        Assert.That(failure.Message, Does.Contain("certificate"));
        Assert.That(server.Exchanges, Is.Empty, "the key is not sent there");
    }

    [Test]
    public async Task A_version_of_the_API_that_is_spoken_no_more_is_refused_with_both()
    {
        Service.Control.Intercept = (_, _) => Answer(HttpAnswer.OfJson(
            new { error = new { code = "INVALID_ARGUMENT", message = "API version 2026-04 is not supported; use 2027-10" }, status = 400 }, 400));
        await using IVectorStore store = Backend.CreateStore();

        VectorStoreException failure = await FailureOf(() => store.ConnectAsync());
        Service.TakeDeviations();

        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.Incompatible));
        Assert.That(failure.Message, Does.Contain("2026-04").And.Contain("2027-10").And.Contain("update VectorHost"));
    }

    [TestCase("[1,0,0]", "3 dimensions")]
    [TestCase("[]", "0 dimensions")]
    public async Task A_record_whose_vector_is_not_whole_is_damage(string values, string named)
    {
        ChunkRecord record = TestData.Record(1);
        IVectorStore store = await ConnectWithRecordsAsync(record);
        SpoilFetches(answer => answer["vectors"]![$"{record.Id}"]!["values"] = JsonNode.Parse(values));

        VectorStoreException failure = await FailureOf(async () => await store.LoadAsync(RecordFilter.ForIds([record.Id]), RecordParts.All).ToListAsync());

        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.Corrupt));
        Assert.That(failure.Message, Does.Contain(named).And.Contain($"{record.Id}").And.Contain($"has {record.Embedding.Length}"));
    }

    [Test]
    public async Task A_record_that_was_not_asked_for_is_damage()
    {
        ChunkRecord record = TestData.Record(1);
        Guid other = TestData.Record(2).Id;
        IVectorStore store = await ConnectWithRecordsAsync(record);
        SpoilFetches(answer => answer["vectors"]![$"{record.Id}"]!["id"] = $"{other}");

        VectorStoreException failure = await FailureOf(async () => await store.LoadAsync(RecordFilter.ForIds([record.Id]), RecordParts.All).ToListAsync());

        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.Corrupt));
        Assert.That(failure.Message, Does.Contain($"{other}"));
    }

    [Test]
    public async Task A_failed_attempt_to_connect_can_be_repeated()
    {
        Service.Control.Intercept = (_, _) => Answer(HttpAnswer.OfText("upstream connect error", 503));
        await using IVectorStore store = Backend.CreateStore();
        Assert.That((await FailureOf(() => store.ConnectAsync())).Kind, Is.EqualTo(StoreFailureKind.Unavailable));
        Service.Control.Intercept = null;

        await store.ConnectAsync();

        Assert.That((await store.CheckHealthAsync()).IsHealthy, Is.True);
    }

    [TestCase(408, StoreFailureKind.TimedOut)]
    [TestCase(413, StoreFailureKind.LimitExceeded)]
    [TestCase(500, StoreFailureKind.Unavailable)]
    [TestCase(502, StoreFailureKind.Unavailable)]
    [TestCase(503, StoreFailureKind.Unavailable)]
    [TestCase(504, StoreFailureKind.TimedOut)]
    public async Task A_gateways_plain_answer_is_understood_by_its_status(int status, StoreFailureKind kind)
    {
        IVectorStore store = await ConnectWithRecordsAsync(TestData.Record(1));
        Service.Data.Intercept = (_, _) => Answer(HttpAnswer.OfText("<html>nginx</html>", status));

        VectorStoreException failure = await FailureOf(() => store.SearchAsync(Query));

        Assert.That(failure.Kind, Is.EqualTo(kind));
    }

    [Test]
    public async Task Being_asked_to_slow_down_says_for_how_long_on_either_plane()
    {
        IVectorStore store = await ConnectWithRecordsAsync(TestData.Record(1));

        Service.ThrottleNext(1, "7");
        VectorStoreException ofData = await FailureOf(() => store.SaveAsync([], TestData.Metadata()));
        Service.ThrottleNext(1, "3");
        VectorStoreException ofControl = await FailureOf(() => Backend.ConnectAsync());

        Assert.That((ofData.Kind, ofData.RetryAfter, ofData.IsTransient), Is.EqualTo((StoreFailureKind.Throttled, TimeSpan.FromSeconds(7), true)));
        Assert.That((ofControl.Kind, ofControl.RetryAfter), Is.EqualTo((StoreFailureKind.Throttled, TimeSpan.FromSeconds(3))));
        Assert.That(ofData.Message, Does.Contain("Too many requests"));
    }

    [Test]
    public async Task A_service_that_dies_during_an_answer_is_unavailable_and_works_again_afterwards()
    {
        IVectorStore store = await ConnectWithRecordsAsync(TestData.Record(1));
        HttpAnswer half = HttpAnswer.OfText("""{"results":[],"matches":[{"id":"a","sco""") with { ContentType = "application/json", CutAfter = 20 };
        Service.Data.Intercept = (call, _) => call.Path.EndsWith("/query", StringComparison.Ordinal) ? Answer(half) : Answer(null);

        VectorStoreException failure = await FailureOf(() => store.SearchAsync(Query));
        Service.Data.Intercept = null;
        Service.TakeDeviations();

        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.Unavailable));
        Assert.That(await store.SearchAsync(Query), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task An_answer_that_is_no_JSON_is_a_failure_of_the_protocol()
    {
        IVectorStore store = await ConnectWithRecordsAsync(TestData.Record(1));
        Service.Data.Intercept = (_, _) => Answer(HttpAnswer.OfText("{\"matches\": what?"));

        Assert.That((await FailureOf(() => store.SearchAsync(Query))).Kind, Is.EqualTo(StoreFailureKind.Protocol));
    }

    [Test]
    public async Task Every_operation_is_cancelled_while_the_service_hangs()
    {
        IVectorStore store = await ConnectWithRecordsAsync(TestData.Record(1));
        TaskCompletionSource arrived = new();
        Service.Data.Intercept = async (_, token) =>
        {
            arrived.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, token);
            return null;
        };

        foreach (Func<CancellationToken, Task> call in Operations(store))
        {
            arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            using CancellationTokenSource source = new();
            Task calling = call(source.Token);
            await arrived.Task.WaitAsync(TimeSpan.FromSeconds(30));
            await source.CancelAsync();

            await Assert.ThatAsync(() => calling.WaitAsync(TimeSpan.FromSeconds(5)), Throws.InstanceOf<OperationCanceledException>());
        }
    }

    [Test]
    public async Task A_store_that_is_down_is_unhealthy_and_throws_nothing()
    {
        IVectorStore store = await ConnectWithRecordsAsync(TestData.Record(1));
        Service.Control.Intercept = (_, _) => Answer(HttpAnswer.OfText("down", 503));

        StoreHealth health = await store.CheckHealthAsync();

        Assert.That(health.IsHealthy, Is.False);
        Assert.That(health.Description, Does.Contain("Pinecone").And.Contain("503"));
    }

    [Test]
    public async Task Every_request_asks_for_the_version_that_is_meant()
    {
        await ConnectWithRecordsAsync(TestData.Record(1));

        Assert.That(
            Service.Control.Exchanges.Concat(Service.Data.Exchanges).Select(exchange => exchange.Request.Headers["X-Pinecone-Api-Version"]).Distinct(),
            Is.EqualTo(new[] { "2026-04" }));
    }

    private static Task<HttpAnswer?> Answer(HttpAnswer? answer) => Task.FromResult(answer);

    private static IEnumerable<Func<CancellationToken, Task>> Operations(IVectorStore store) =>
    [
        token => store.SaveAsync([TestData.Record(2)], TestData.Metadata(), token),
        token => store.SearchAsync(Query, token),
        token => store.LoadAsync(RecordFilter.All, RecordParts.All, token).ToListAsync(token).AsTask(),
        token => store.CountAsync(RecordFilter.All, token),
        token => store.DeleteAsync(RecordFilter.ForRepository(TestData.Repository), token),
        token => store.GetMetadataAsync(cancellationToken: token),
        token => store.ExistsAsync(cancellationToken: token),
        token => store.ClearAsync(cancellationToken: token),
    ];

    private void SpoilFetches(Action<JsonNode> change) => Service.Data.Spoil = exchange =>
    {
        if (!exchange.Request.Path.EndsWith("/vectors/fetch", StringComparison.Ordinal))
        {
            return exchange.Answer;
        }

        JsonNode answer = JsonNode.Parse(exchange.Answer.Body.Span)!;
        change(answer);
        return HttpAnswer.OfRawJson(Encoding.UTF8.GetBytes(answer.ToJsonString()));
    };
}
