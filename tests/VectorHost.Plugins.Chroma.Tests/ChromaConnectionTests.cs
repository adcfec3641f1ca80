using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using VectorHost.Abstractions;
using VectorHost.Conformance;
using VectorHost.TestServers.Faults;
using VectorHost.TestServers.Http;
using VectorHost.TestSupport;

namespace VectorHost.Plugins.Chroma.Tests;

/// <summary>What a user reads when the settings lead somewhere else, and how keys travel.</summary>
[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ChromaConnectionTests : IAsyncDisposable
{
    private const string Key = "ck-opensesame-4711";

    private readonly NewerChroma _backend = new();

    public ValueTask DisposeAsync() => _backend.DisposeAsync();

    [Test]
    public async Task Where_nobody_listens_the_message_names_place_and_settings()
    {
        int port = LoopbackPorts.FindUnused();

        VectorStoreException failure = await FailureOfConnecting(new() { ["host"] = "127.0.0.1", ["port"] = $"{port}" });

        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.Unavailable));
        Assert.That(failure.Message, Does.Contain($"127.0.0.1:{port}").And.Contain("vector_store.chromadb.host, .port and .ssl"));
    }

    [Test]
    public async Task A_host_that_nobody_knows_is_said_to_be_unknown()
    {
        VectorStoreException failure = await FailureOfConnecting(new() { ["host"] = "chroma.invalid" });

        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.Unavailable));
        Assert.That(failure.Message, Does.Contain("'chroma.invalid'").And.Contain("vector_store.chromadb.host"));
    }

    [TestCase("chroma.invalid", "false", true)]
    [TestCase("chroma.invalid", "true", false)]
    [TestCase("127.0.0.1", "false", false)]
    public async Task A_key_without_TLS_is_warned_of_beyond_this_machine(string host, string ssl, bool isWarned)
    {
        using LoggedText log = new();
        Dictionary<string, string?> settings = new() { ["host"] = host, ["port"] = "9", ["ssl"] = ssl, ["api_key"] = Key };
        await using ChromaVectorStore store = new(ChromaTestBackend.Context(settings, loggerFactory: log));

        await ChromaFailure.OfAsync(() => store.ConnectAsync());

        Assert.That(log.ToString().Contains("The API key is sent to chroma.invalid without TLS", StringComparison.Ordinal), Is.EqualTo(isWarned));
        Assert.That(log.ToString(), Does.Not.Contain(Key));
    }

    [TestCase(404, "", null)]
    [TestCase(404, "<html>Not found</html>", "text/html")]
    [TestCase(410, "{\"error\":\"Unimplemented\"}", "application/json")]
    [TestCase(405, "", null)]
    [TestCase(200, "<html>It works!</html>", "text/html")]
    [TestCase(200, "{\"ok\":true}", "application/json")]
    [TestCase(400, "The plain HTTP request was sent to HTTPS port", "text/plain")]
    public async Task A_server_of_another_kind_is_told_from_an_empty_store(int status, string body, string? contentType)
    {
        await using LoopbackServer server = await OtherServer(_ => HttpAnswer.OfText(body, status) with { ContentType = contentType }).StartAsync();

        VectorStoreException failure = await FailureOfConnecting(SettingsFor(server));

        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.Protocol));
        Assert.That(failure.Message, Does.Contain("vector_store.chromadb.host, .port and .ssl"));
    }

    [Test]
    public async Task TLS_to_a_server_without_is_said_to_be_the_matter()
    {
        VectorStoreException failure = await FailureOfConnecting(new() { ["host"] = "127.0.0.1", ["port"] = $"{_backend.Address.Port}", ["ssl"] = "true" });

        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.Unavailable));
        Assert.That(failure.IsTransient, Is.False);
        Assert.That(failure.Message, Does.Contain("TLS").And.Contain(".ssl"));
    }

    [Test]
    public async Task No_TLS_to_a_server_with_it_names_the_setting()
    {
        using X509Certificate2 certificate = CreateCertificate();
        await using LoopbackServer server = await new LoopbackServer(certificate).StartAsync();

        VectorStoreException failure = await FailureOfConnecting(SettingsFor(server));

        Assert.That(failure.Message, Does.Contain("vector_store.chromadb").And.Contain(".ssl"));
    }

    [Test]
    public async Task A_certificate_that_nobody_vouches_for_is_refused()
    {
        using X509Certificate2 certificate = CreateCertificate();
        await using LoopbackServer server = await new LoopbackServer(certificate).StartAsync();

        VectorStoreException failure = await FailureOfConnecting(new() { ["host"] = "localhost", ["port"] = $"{server.Port}", ["ssl"] = "true", ["api_key"] = Key });

        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.Unavailable));
        Assert.That(failure.IsTransient, Is.False);
        Assert.That(failure.Message, Does.Contain("certificate"));
        Assert.That(server.Exchanges, Is.Empty, "the key is not sent there");
    }

    [TestCase("0.6.3")]
    [TestCase("0.5.23")]
    public async Task A_server_that_is_too_old_is_refused_with_both_versions(string version)
    {
        await using ChromaProxy proxy = await ChromaProxy.StartAsync(_backend.Address);
        proxy.Answer = call => call.Path == "/api/v2/version" ? HttpAnswer.OfJson(version) : null;

        VectorStoreException failure = await FailureOfConnecting(proxy.Settings);

        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.Incompatible));
        Assert.That(failure.Message, Does.Contain(version).And.Contain("1.0 or later"));
    }

    [TestCase(401)]
    [TestCase(403)]
    public async Task A_refused_key_names_the_setting_and_not_the_key(int status)
    {
        await using LoopbackServer server = await OtherServer(call => HttpAnswer.OfJson(
            new { error = "AuthError", message = $"no such key: {call.Headers["x-chroma-token"]}" }, status)).StartAsync();

        VectorStoreException failure = await FailureOfConnecting(new(SettingsFor(server)) { ["api_key"] = Key });

        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.RefusedCredentials));
        Assert.That(failure.Message, Does.Contain("vector_store.chromadb.api_key"));
        Assert.That(failure.ToString(), Does.Not.Contain(Key));
    }

    [Test]
    public async Task A_server_that_wants_a_key_where_none_is_set_says_so()
    {
        await using LoopbackServer server = await OtherServer(_ => HttpAnswer.OfText("", 401)).StartAsync();

        VectorStoreException failure = await FailureOfConnecting(SettingsFor(server));

        Assert.That(failure.Message, Does.Contain("set vector_store.chromadb.api_key"));
    }

    [Test]
    public async Task A_database_that_is_not_there_is_named_with_its_tenant()
    {
        VectorStoreException failure = await FailureOfConnecting(new()
        {
            ["host"] = "127.0.0.1",
            ["port"] = $"{_backend.Address.Port}",
            ["database"] = "elsewhere",
        });

        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.NotFound));
        Assert.That(failure.Message, Does.Contain("'elsewhere'").And.Contain("'default_tenant'").And.Contain("vector_store.chromadb.database"));
    }

    [TestCase("x-chroma-token", Key)]
    [TestCase("authorization", $"Bearer {Key}")]
    public async Task A_key_goes_with_every_request_and_tells_tenant_and_database(string header, string value)
    {
        using HttpClient client = new() { BaseAddress = _backend.Address };
        string tenant = $"tenant-{Guid.NewGuid():N}";
        await PostAsync(client, "api/v2/tenants", $$"""{"name":"{{tenant}}"}""");
        await PostAsync(client, $"api/v2/tenants/{tenant}/databases", """{"name":"code"}""");
        await using ChromaProxy proxy = await ChromaProxy.StartAsync(_backend.Address);
        proxy.Answer = call =>
            !call.Headers.TryGetValue(header, out string? sent) || sent != value ? HttpAnswer.OfText("", 401)
            : call.Path == "/api/v2/auth/identity" ? HttpAnswer.OfJson(new { user_id = "u", tenant, databases = new[] { "code" } })
            : null;
        await using ChromaVectorStore store = new(ChromaTestBackend.Context(new(proxy.Settings) { ["api_key"] = Key, ["api_key_header"] = header }));

        await store.ConnectAsync();
        await store.SaveAsync(TestData.Records(5), TestData.Metadata());

        Assert.That(await store.SearchAsync(new VectorQuery { Embedding = TestData.RandomVector(1), Top = 3 }), Has.Count.EqualTo(3));
        Assert.That(
            await client.GetStringAsync(new Uri($"api/v2/tenants/{tenant}/databases/code/collections_count", UriKind.Relative)),
            Is.EqualTo("2"), "the catalogue and the records of one repository are in the key's own database");
    }

    [Test]
    public async Task A_key_of_several_databases_needs_one_to_be_set()
    {
        await using ChromaProxy proxy = await ChromaProxy.StartAsync(_backend.Address);
        proxy.Answer = call => call.Path == "/api/v2/auth/identity"
            ? HttpAnswer.OfJson(new { user_id = "u", tenant = "default_tenant", databases = new[] { "a", "b" } })
            : null;

        VectorStoreException failure = await FailureOfConnecting(new(proxy.Settings) { ["api_key"] = Key });

        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.InvalidConfiguration));
        Assert.That(failure.Message, Does.StartWith("vector_store.chromadb.database is not set"));
    }

    [Test]
    public async Task The_servers_own_limit_of_a_batch_is_the_stores()
    {
        await using ChromaProxy proxy = await ChromaProxy.StartAsync(_backend.Address);
        proxy.Answer = call => call.Path == "/api/v2/pre-flight-checks" ? HttpAnswer.OfJson(new { max_batch_size = 77 }) : null;
        await using IVectorStore store = await _backend.ConnectAsync(proxy.Settings);

        Assert.That(store.Limits.MaxBatchRecords, Is.EqualTo(77));
    }

    [Test]
    public async Task A_server_without_base64_gets_numbers_and_gives_back_the_same_bits()
    {
        await using ChromaProxy proxy = await ChromaProxy.StartAsync(_backend.Address);
        proxy.Answer = call => call.Path == "/api/v2/pre-flight-checks" ? HttpAnswer.OfJson(new { max_batch_size = 1000 }) : null;
        await using IVectorStore store = await _backend.ConnectAsync(proxy.Settings);
        ChunkRecord[] records = TestData.Records(50, dimensions: 33);

        await store.SaveAsync(records, TestData.Metadata(dimensions: 33));

        Expect.SameRecords(await store.LoadAsync(RecordFilter.All, RecordParts.All).ToListAsync(), records);
        Assert.That(proxy.Exchanges.Where(IsSaveOfRecords).Select(exchange => exchange.Request.BodyText), Is.All.Contain("\"embeddings\":[[").And.Not.Empty);
    }

    [Test]
    public async Task A_server_with_base64_gets_it()
    {
        await using ChromaProxy proxy = await ChromaProxy.StartAsync(_backend.Address);
        await using IVectorStore store = await _backend.ConnectAsync(proxy.Settings);

        await store.SaveAsync(TestData.Records(5), TestData.Metadata());

        Assert.That(proxy.Exchanges.Where(IsSaveOfRecords).Select(exchange => exchange.Request.BodyText), Is.All.Contain("\"embeddings\":[\"").And.Not.Empty);
    }

    private static bool IsSaveOfRecords(HttpExchange exchange) =>
        exchange.Request.Path.EndsWith("/upsert", StringComparison.Ordinal) && exchange.Request.BodyText.Contains("chunk_hash", StringComparison.Ordinal);

    private static async Task<VectorStoreException> FailureOfConnecting(Dictionary<string, string?> settings)
    {
        await using ChromaVectorStore store = new(ChromaTestBackend.Context(settings));
        return await ChromaFailure.OfAsync(() => store.ConnectAsync());
    }

    private static LoopbackServer OtherServer(Func<HttpCall, HttpAnswer> answer) =>
        new() { Intercept = (call, _) => Task.FromResult<HttpAnswer?>(answer(call)) };

    private static Dictionary<string, string?> SettingsFor(LoopbackServer server) => new() { ["host"] = "127.0.0.1", ["port"] = $"{server.Port}" };

    private static async Task PostAsync(HttpClient client, string path, string json)
    {
        using StringContent content = new(json, System.Text.Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await client.PostAsync(new Uri(path, UriKind.Relative), content);
        answer.EnsureSuccessStatusCode();
    }

    private static X509Certificate2 CreateCertificate()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=localhost", key, HashAlgorithmName.SHA256);
        return request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
    }
}
