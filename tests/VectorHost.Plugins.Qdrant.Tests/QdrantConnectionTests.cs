using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using VectorHost.Abstractions;
using VectorHost.Conformance;
using VectorHost.TestServers.Http;
using VectorHost.TestServers.Qdrant;
using VectorHost.TestSupport;

namespace VectorHost.Plugins.Qdrant.Tests;

/// <summary>Connecting to what is not there, not Qdrant, or not to be used with this key.</summary>
[TestFixture]
public sealed class QdrantConnectionTests : QdrantTest
{
    private const string Key = "correct-horse-battery-staple";

    [Test]
    public async Task Where_nothing_listens_the_address_and_the_keys_to_check_are_named()
    {
        int port = LoopbackPorts.FindUnused();

        VectorStoreException failure = await FailureOf(() => ConnectAsync(new() { ["port"] = $"{port}" }));

        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.Unavailable));
        Assert.That(failure.IsTransient, Is.True);
        Assert.That(failure.Message, Does.Contain($"127.0.0.1:{port}").And.Contain("vector_store.qdrant.host"));
    }

    [Test]
    public async Task On_the_port_of_gRPC_the_port_of_REST_is_named()
    {
        await using GrpcPortDouble grpc = new();

        VectorStoreException failure = await FailureOf(() => ConnectAsync(new() { ["port"] = $"{grpc.Port}" }));

        Assert.That(failure.Message, Does.Contain("6333 is Qdrant's port for REST, 6334 for gRPC"));
    }

    [TestCase("""{"title":"elasticsearch","version":"9.1.0"}""", "application/json")]
    [TestCase("""{"version":{"number":"8"}}""", "application/json")]
    [TestCase("<html>nginx</html>", "text/html")]
    [TestCase("null", "application/json")]
    public async Task A_server_that_is_no_Qdrant_is_said_to_be_none(string body, string contentType)
    {
        await using LoopbackServer server = new();
        server.Map("GET", "/", _ => HttpAnswer.OfText(body) with { ContentType = contentType });
        await server.StartAsync();

        VectorStoreException failure = await FailureOf(() => ConnectAsync(new() { ["port"] = $"{server.Port}" }));

        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.Protocol));
        Assert.That(failure.IsTransient, Is.False);
        Assert.That(failure.Message, Does.Contain("Qdrant").And.Contain($":{server.Port}").And.Contain("vector_store.qdrant"));
    }

    [Test]
    public async Task TLS_to_a_server_without_it_says_so()
    {
        await StartAsync();

        VectorStoreException failure = await FailureOf(() => ConnectAsync(new() { ["https"] = "true" }));

        Assert.That(failure.Message, Does.Contain("TLS").And.Contain(".https"));
        Assert.That(failure.IsTransient, Is.False);
    }

    [Test]
    public async Task No_TLS_to_a_server_with_it_names_the_key_to_check()
    {
        using X509Certificate2 certificate = SelfSigned();
        await StartAsync(new QdrantDoubleOptions { Certificate = certificate });

        VectorStoreException failure = await FailureOf(() => ConnectAsync());

        Assert.That(failure.Message, Does.Contain("vector_store.qdrant").And.Contain(".https"));
    }

    [Test]
    public async Task A_certificate_that_nobody_vouches_for_is_refused()
    {
        using X509Certificate2 certificate = SelfSigned();
        await StartAsync(new QdrantDoubleOptions { Certificate = certificate });

        VectorStoreException failure = await FailureOf(() => ConnectAsync(new() { ["host"] = "localhost", ["https"] = "true" }));

        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.Unavailable));
        Assert.That(failure.IsTransient, Is.False);
        Assert.That(failure.Message, Does.Contain("certificate"));
    }

    [Test]
    public async Task A_server_that_is_too_old_is_refused_with_both_versions()
    {
        await StartAsync(new QdrantDoubleOptions { Version = new Version(1, 9, 2) });

        VectorStoreException failure = await FailureOf(() => ConnectAsync());

        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.Incompatible));
        Assert.That(failure.Message, Does.Contain("1.9.2").And.Contain("1.12"));
    }

    [Test]
    public async Task A_missing_key_is_noticed_when_connecting()
    {
        await StartAsync(new QdrantDoubleOptions { ApiKey = Key });

        VectorStoreException failure = await FailureOf(() => ConnectAsync());

        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.RefusedCredentials));
        Assert.That(failure.Message, Does.Contain("set vector_store.qdrant.api_key"));
    }

    [Test]
    public async Task A_wrong_key_is_refused_and_shown_nowhere()
    {
        await StartAsync(new QdrantDoubleOptions { ApiKey = Key });
        Server.Server.Intercept = (call, _) => Task.FromResult(
            call.Path == "/" ? null : HttpAnswer.OfText($"Invalid API key or JWT: {call.Headers["api-key"]}", 401));
        using CollectingLoggerFactory log = new();

        IVectorStore store = CreateStore(new() { ["api_key"] = "wrong-" + Key }, log);
        VectorStoreException failure = await FailureOf(() => store.ConnectAsync());

        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.RefusedCredentials));
        Assert.That(failure.IsTransient, Is.False);
        Assert.That(failure.Message, Does.Contain("check vector_store.qdrant.api_key").And.Contain("***"));
        Assert.That(failure.ToString() + string.Join('\n', log.Messages), Does.Not.Contain(Key));
    }

    [Test]
    public async Task The_right_key_is_sent_with_every_request_and_logged_with_none()
    {
        await StartAsync(new QdrantDoubleOptions { ApiKey = Key });
        using CollectingLoggerFactory log = new();
        IVectorStore store = CreateStore(new() { ["api_key"] = Key }, log);
        await store.ConnectAsync();

        await store.SaveAsync(TestData.Records(3), TestData.Metadata());

        Assert.That(await store.CountAsync(RecordFilter.All), Is.EqualTo(3));
        Assert.That(Calls.Select(call => call.Headers.GetValueOrDefault("api-key")), Is.All.EqualTo(Key));
        Assert.That(log.Messages, Is.Not.Empty.And.None.Contains(Key));
    }

    [Test]
    public async Task With_a_key_that_may_only_read_searching_works_and_saving_says_why_not()
    {
        await StartAsync(new QdrantDoubleOptions { ApiKey = Key, ReadOnlyApiKey = "reader" });
        IVectorStore writer = await ConnectAsync(new() { ["api_key"] = Key });
        await writer.SaveAsync(TestData.Records(3), TestData.Metadata());
        IVectorStore reader = await ConnectAsync(new() { ["api_key"] = "reader" });

        Assert.That(await reader.SearchAsync(new VectorQuery { Embedding = TestData.RandomVector(1), Top = 3 }), Has.Count.EqualTo(3));
        VectorStoreException failure = await FailureOf(() => reader.SaveAsync(TestData.Records(1), TestData.Metadata()));
        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.RefusedCredentials));
        Assert.That(failure.Message, Does.Contain("may write"));
    }

    [Test]
    public async Task A_key_without_TLS_is_warned_of_beyond_this_machine()
    {
        using CollectingLoggerFactory log = new();
        IVectorStore store = CreateStore(new() { ["host"] = "does-not-exist.invalid", ["api_key"] = Key }, log);

        await FailureOf(() => store.ConnectAsync());

        Assert.That(log.Messages, Has.Exactly(1).StartsWith("Warning: The API key is sent to does-not-exist.invalid without TLS"));
    }

    [Test]
    public async Task A_server_that_went_down_is_an_answer_of_the_health_check()
    {
        await StartAsync();
        IVectorStore store = await ConnectAsync();
        Assert.That((await store.CheckHealthAsync()).Description, Does.Contain("1.19.0").And.Contain($":{Server.Server.Port}"));

        await Server.DisposeAsync();
        StoreHealth health = await store.CheckHealthAsync();

        Assert.That(health.IsHealthy, Is.False);
        Assert.That(health.Description, Does.Contain("vector_store.qdrant"));
        Assert.That(health.ServerVersion, Is.EqualTo("1.19.0"));
    }

    [Test]
    public async Task A_server_that_is_still_starting_is_not_healthy()
    {
        await StartAsync();
        IVectorStore store = await ConnectAsync();
        Answer("/readyz", HttpAnswer.OfText("some shards are not ready", 503));

        StoreHealth health = await store.CheckHealthAsync();

        Assert.That(health.IsHealthy, Is.False);
        Assert.That(health.Description, Does.Contain("some shards are not ready"));
    }

    [Test]
    public async Task Connecting_again_after_a_failure_works_once_the_server_is_up()
    {
        await StartAsync();
        Answer("/collections", HttpAnswer.OfText("starting", 503));
        IVectorStore store = CreateStore();
        await FailureOf(() => store.ConnectAsync());

        Server.Server.Intercept = null;
        await store.ConnectAsync();

        Assert.That(await store.CountAsync(RecordFilter.All), Is.Zero);
    }

    [Test]
    public async Task A_disposed_store_says_so()
    {
        await StartAsync();
        IVectorStore store = await ConnectAsync();

        await store.DisposeAsync();
        await store.DisposeAsync();

        Assert.That(() => store.CountAsync(RecordFilter.All), Throws.TypeOf<ObjectDisposedException>());
    }

    private static X509Certificate2 SelfSigned()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=localhost", key, HashAlgorithmName.SHA256);
        return request.CreateSelfSigned(DateTimeOffset.UnixEpoch, new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero));
    }
}
