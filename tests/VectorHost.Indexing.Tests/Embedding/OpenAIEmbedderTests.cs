using System.Buffers.Binary;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using VectorHost.Indexing.Embedding;

namespace VectorHost.Indexing.Tests.Embedding;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class OpenAIEmbedderTests
{
    private const string Key = "sk-very-secret-0123456789";
    private readonly SkippingTimeProvider _time = new();

    [Test]
    public async Task Connecting_learns_the_dimensions()
    {
        using EmbeddingServer server = new();
        using Embedder embedder = Create(server);
        Assert.That(() => embedder.Fingerprint, Throws.InvalidOperationException);

        await embedder.ConnectAsync();

        Assert.That(embedder.Fingerprint.ToString(), Is.EqualTo("openai/test-model (2 dimensions)"));
        Assert.That(server.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Vectors_come_back_with_length_1_in_the_order_of_the_texts()
    {
        using EmbeddingServer server = new();
        using Embedder embedder = Create(server);
        IReadOnlyList<ReadOnlyMemory<float>> vectors = await embedder.EmbedDocumentsAsync(["a", "ab"]);
        Assert.That(vectors[0].ToArray(), Is.EqualTo(new[] { 0.70710678f, 0.70710678f }).Within(1e-7f));
        Assert.That(vectors[1].ToArray(), Is.EqualTo(new[] { 0.89442719f, 0.44721360f }).Within(1e-7f));
    }

    [Test]
    public async Task Vectors_in_the_wrong_order_are_put_right_by_their_index()
    {
        using EmbeddingServer server = new(_ => EmbeddingServer.Items(EmbeddingServer.Item(1, "[0, 1]"), EmbeddingServer.Item(0, "[1, 0]")));
        using Embedder embedder = Create(server);
        IReadOnlyList<ReadOnlyMemory<float>> vectors = await embedder.EmbedDocumentsAsync(["first", "second"]);
        Assert.That(vectors[0].ToArray(), Is.EqualTo(new[] { 1f, 0f }));
    }

    [Test]
    public async Task Vectors_without_an_index_are_in_the_order_of_the_texts()
    {
        using EmbeddingServer server = new(_ => EmbeddingServer.Items("""{"embedding":[1,0]}""", """{"embedding":[0,1]}"""));
        using Embedder embedder = Create(server);
        Assert.That((await embedder.EmbedDocumentsAsync(["first", "second"]))[1].ToArray(), Is.EqualTo(new[] { 0f, 1f }));
    }

    [Test]
    public async Task Base64_is_read_as_float32()
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, -3);
        BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(4), 4);
        using EmbeddingServer server = new(_ => EmbeddingServer.Items(EmbeddingServer.Item(0, $"\"{Convert.ToBase64String(bytes)}\"")));
        using Embedder embedder = Create(server);
        Assert.That((await embedder.EmbedQueryAsync("q")).ToArray(), Is.EqualTo(new[] { -0.6f, 0.8f }).Within(1e-7f));
    }

    [Test]
    public async Task The_request_is_what_OpenAI_documents()
    {
        using EmbeddingServer server = new();
        using Embedder embedder = Create(server, options => options with { ApiKey = $"{Key}\n", Dimensions = 2, MaxInputCharacters = 4 });
        await embedder.EmbedDocumentsAsync(["some text", "", "abc😀", "größ"]);

        EmbeddingServer.Request request = server.Requests.Single();
        Assert.That(request.Head, Does.StartWith("POST /v1/embeddings HTTP/1.1").And.Contain($"Authorization: Bearer {Key}\r\n"));
        Assert.That(request.Texts, Is.EqualTo(new[] { "some", " ", "abc", "größ" }));
        JsonElement body = JsonSerializer.Deserialize<JsonElement>(request.Body);
        Assert.That(body.GetProperty("model").GetString(), Is.EqualTo("test-model"));
        Assert.That(body.GetProperty("dimensions").GetInt32(), Is.EqualTo(2));
    }

    [Test]
    public async Task Questions_and_documents_each_get_their_prefix()
    {
        using EmbeddingServer server = new();
        using Embedder embedder = Create(server, options => options with { QueryPrefix = "query: ", DocumentPrefix = "passage: " });

        await embedder.EmbedQueryAsync("where");
        await embedder.EmbedDocumentsAsync(["here", "there"]);

        Assert.That(server.Requests.Select(request => request.Texts), Is.EqualTo(new[] { new[] { "query: where" }, ["passage: here", "passage: there"] }));
    }

    [Test]
    public async Task Only_a_prefix_of_documents_makes_another_index()
    {
        using EmbeddingServer server = new();
        using Embedder plain = Create(server, options => options);
        using Embedder asked = Create(server, options => options with { QueryPrefix = "query: " });
        using Embedder told = Create(server, options => options with { DocumentPrefix = "passage: " });
        await plain.ConnectAsync();
        await asked.ConnectAsync();
        await told.ConnectAsync();

        Assert.That(asked.Fingerprint, Is.EqualTo(plain.Fingerprint));
        Assert.That(told.Fingerprint.ToString(), Does.Contain("after 'passage: '"));
    }

    [TestCase("two\nlines")]
    [TestCase("long")]
    public void A_prefix_that_is_no_short_line_is_refused_by_its_key(string prefix)
    {
        using EmbeddingServer server = new();
        string text = prefix == "long" ? new string('x', 201) : prefix;

        Assert.That(
            () => Create(server, options => options with { QueryPrefix = text, DocumentPrefix = text }),
            Throws.TypeOf<EmbeddingException>().With.Message.Contains("embedding.openai.query_prefix").And.Message.Contains("embedding.openai.document_prefix"));
    }

    [Test]
    public async Task Without_a_key_and_dimensions_neither_is_sent()
    {
        using EmbeddingServer server = new();
        using Embedder embedder = Create(server);
        await embedder.ConnectAsync();
        EmbeddingServer.Request request = server.Requests.Single();
        Assert.That(request.Head, Does.Not.Contain("Authorization").IgnoreCase);
        Assert.That(request.Body, Does.Not.Contain("dimensions"));
    }

    [TestCase("Retry-After: 7", 7_000)]
    [TestCase("retry-after-ms: 250", 250)]
    [TestCase("Retry-After: Thu, 01 Jan 2026 00:00:30 GMT", 30_000)]
    public async Task A_throttled_request_waits_as_long_as_the_server_asks(string header, int milliseconds)
    {
        using EmbeddingServer server = new(EmbeddingServer.Error(429, headers: header));
        using Embedder embedder = Create(server);
        await embedder.ConnectAsync();
        Assert.That(_time.Waits, Is.EqualTo(new[] { TimeSpan.FromMilliseconds(milliseconds) }));
        Assert.That(server.Requests, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_server_that_fails_twice_is_tried_a_third_time()
    {
        using EmbeddingServer server = new(EmbeddingServer.Error(500), EmbeddingServer.Error(503));
        using Embedder embedder = Create(server);
        await embedder.ConnectAsync();
        Assert.That(server.Requests, Has.Count.EqualTo(3));
        Assert.That(_time.Waits, Has.Count.EqualTo(2).And.All.LessThanOrEqualTo(TimeSpan.FromSeconds(30)));
    }

    [Test]
    public void A_server_that_goes_on_failing_is_given_up_on()
    {
        using EmbeddingServer server = new([.. Enumerable.Repeat(EmbeddingServer.Error(502, "bad gateway"), 20)]);
        using Embedder embedder = Create(server);
        EmbeddingException failure = Fails(embedder.ConnectAsync());
        Assert.That((failure.Kind, failure.IsTransient), Is.EqualTo((EmbeddingFailureKind.Unavailable, true)));
        Assert.That(failure.Message, Does.Contain(server.Endpoint).And.Contain("502").And.Contain("bad gateway"));
        Assert.That(server.Requests, Has.Count.EqualTo(6));
    }

    [TestCase("Retry-After: 300", "some_code")]
    [TestCase("Retry-After: 1", "insufficient_quota")]
    public void A_server_that_cannot_be_waited_for_is_reported_at_once(string header, string code)
    {
        using EmbeddingServer server = new(EmbeddingServer.Error(429, code: code, headers: header));
        using Embedder embedder = Create(server);
        EmbeddingException failure = Fails(embedder.ConnectAsync());
        Assert.That((failure.Kind, failure.IsTransient), Is.EqualTo((EmbeddingFailureKind.Throttled, false)));
        Assert.That(_time.Waits, Is.Empty);
    }

    [Test]
    public async Task A_broken_connection_is_tried_again_once_the_server_is_known()
    {
        using EmbeddingServer server = new(
            EmbeddingServer.Vectors,
            texts => EmbeddingServer.Vectors(texts) with { AnnouncedLength = 10_000 });
        using Embedder embedder = Create(server);
        await embedder.ConnectAsync();
        await embedder.EmbedQueryAsync("q");
        Assert.That(server.Requests, Has.Count.EqualTo(3));
    }

    [Test]
    public void An_answer_cut_short_by_an_unknown_server_is_an_error()
    {
        using EmbeddingServer server = new(texts => EmbeddingServer.Vectors(texts) with { AnnouncedLength = 10_000 });
        using Embedder embedder = Create(server);
        Assert.That(Fails(embedder.ConnectAsync()).Kind, Is.EqualTo(EmbeddingFailureKind.Unavailable));
    }

    [Test]
    public void A_refused_connection_is_reported_at_once_with_the_address()
    {
        string endpoint;
        using (EmbeddingServer server = new())
        {
            endpoint = server.Endpoint;
        }

        using Embedder embedder = Create(endpoint);
        EmbeddingException failure = Fails(embedder.ConnectAsync());
        Assert.That(failure.Kind, Is.EqualTo(EmbeddingFailureKind.Unavailable));
        Assert.That(failure.Message, Does.Contain(endpoint).And.Contain("refused").And.Contain("embedding.openai.endpoint"));
        Assert.That(_time.Waits, Is.Empty);
    }

    [Test]
    public async Task A_server_that_hangs_is_timed_out()
    {
        using EmbeddingServer server = new(_ => new() { Hangs = true });
        using Embedder embedder = Create(server);
        Task connecting = embedder.ConnectAsync();
        await server.Hanging;
        _time.Advance();
        EmbeddingException failure = Fails(connecting);
        Assert.That(failure.Kind, Is.EqualTo(EmbeddingFailureKind.TimedOut));
        Assert.That(failure.Message, Does.Contain("1800 s").And.Contain("embedding.openai.timeout_seconds"));
    }

    [Test]
    public async Task Cancelling_a_hanging_request_ends_it_as_cancelled()
    {
        using EmbeddingServer server = new(_ => new() { Hangs = true });
        using Embedder embedder = Create(server);
        using CancellationTokenSource cancellation = new();
        Task<ReadOnlyMemory<float>> embedding = embedder.EmbedQueryAsync("q", cancellation.Token);
        await server.Hanging;
        await cancellation.CancelAsync();
        Assert.That(() => embedding, Throws.InstanceOf<OperationCanceledException>());
    }

    [TestCase(401)]
    [TestCase(403)]
    public void A_refused_key_is_not_in_the_message(int status)
    {
        using EmbeddingServer server = new(EmbeddingServer.Error(status, $"Incorrect API key provided: {Key}."));
        using Embedder embedder = Create(server, options => options with { ApiKey = Key });
        EmbeddingException failure = Fails(embedder.ConnectAsync());
        Assert.That(failure.Kind, Is.EqualTo(EmbeddingFailureKind.RefusedCredentials));
        Assert.That(failure.Message, Does.Contain("embedding.openai.api_key"));
        Assert.That(failure.ToString(), Does.Not.Contain(Key));
    }

    [Test]
    public void A_server_that_repeats_the_key_in_another_error_does_not_get_it_into_the_message()
    {
        using EmbeddingServer server = new(EmbeddingServer.Error(400, $"cannot do this for {Key}"));
        using Embedder embedder = Create(server, options => options with { ApiKey = Key });
        EmbeddingException failure = Fails(embedder.ConnectAsync());
        Assert.That(failure.Kind, Is.EqualTo(EmbeddingFailureKind.RefusedRequest));
        Assert.That(failure.Message, Does.Contain("cannot do this for ***").And.Contain("max_input_characters"));
    }

    [Test]
    public void A_server_that_wants_a_key_says_which_setting_is_missing()
    {
        using EmbeddingServer server = new(EmbeddingServer.Error(401));
        using Embedder embedder = Create(server);
        Assert.That(Fails(embedder.ConnectAsync()).Message, Does.Contain("set embedding.openai.api_key"));
    }

    [Test]
    public void An_unknown_model_is_named_with_what_the_server_said()
    {
        using EmbeddingServer server = new(_ => new() { Status = 404, Body = """{"error":"model \"test-model\" not found, try pulling it"}""" });
        using Embedder embedder = Create(server);
        EmbeddingException failure = Fails(embedder.ConnectAsync());
        Assert.That(failure.Kind, Is.EqualTo(EmbeddingFailureKind.InvalidConfiguration));
        Assert.That(failure.Message, Does.Contain("test-model").And.Contain("try pulling it"));
    }

    [TestCase("<html><body>Welcome</body></html>")]
    [TestCase("")]
    [TestCase("{}")]
    [TestCase("""{"data":null}""")]
    [TestCase("""{"data":[null]}""")]
    [TestCase("""{"data":[{"index":0}]}""")]
    [TestCase("""{"data":[{"index":1,"embedding":[1,0]}]}""")]
    [TestCase("""{"data":[{"index":0,"embedding":[1,null]}]}""")]
    [TestCase("""{"data":[{"index":0,"embedding":"no base64"}]}""")]
    [TestCase("""{"data":[{"index":0,"embedding":"AAA="}]}""")]
    [TestCase("""{"data":[{"index":0,"embedding":[]}]}""")]
    [TestCase("""{"data":[{"index":0,"embedding":[0,0]}]}""")]
    [TestCase("""{"data":[{"index":0,"embedding":[1e39,1]}]}""")]
    [TestCase("""{"data":[{"index":0,"embedding":[1,0]},{"index":1,"embedding":[1,0]}]}""")]
    public void An_answer_that_makes_no_sense_is_a_protocol_error(string body)
    {
        using EmbeddingServer server = new(_ => new() { Body = body });
        using Embedder embedder = Create(server);
        EmbeddingException failure = Fails(embedder.ConnectAsync());
        Assert.That((failure.Kind, failure.IsTransient), Is.EqualTo((EmbeddingFailureKind.Protocol, false)));
    }

    [Test]
    public void An_error_page_of_another_server_is_a_protocol_error_that_points_to_the_endpoint()
    {
        using EmbeddingServer server = new(_ => new() { Status = 418, Body = "<html>" });
        using Embedder embedder = Create(server);
        Assert.That(Fails(embedder.ConnectAsync()).Message, Does.Contain("418").And.Contain("embedding.openai.endpoint"));
    }

    [Test]
    public void Other_dimensions_than_configured_are_an_error_that_names_both()
    {
        using EmbeddingServer server = new();
        using Embedder embedder = Create(server, options => options with { Dimensions = 768 });
        EmbeddingException failure = Fails(embedder.ConnectAsync());
        Assert.That(failure.Kind, Is.EqualTo(EmbeddingFailureKind.DimensionMismatch));
        Assert.That(failure.Message, Does.Contain(" 2 ").And.Contain("768").And.Contain("embedding.openai.dimensions"));
    }

    [Test]
    public async Task Dimensions_that_change_are_an_error_that_names_both()
    {
        using EmbeddingServer server = new(EmbeddingServer.Vectors, _ => EmbeddingServer.Items(EmbeddingServer.Item(0, "[1, 2, 3]")));
        using Embedder embedder = Create(server);
        await embedder.ConnectAsync();
        EmbeddingException failure = Fails(embedder.EmbedQueryAsync("q"));
        Assert.That(failure.Kind, Is.EqualTo(EmbeddingFailureKind.DimensionMismatch));
        Assert.That(failure.Message, Does.Contain("3 dimensions").And.Contain("of 2"));
    }

    [Test]
    public async Task Requests_beyond_the_limit_wait_until_the_minute_is_over()
    {
        using EmbeddingServer server = new();
        using Embedder embedder = Create(server, options => options with { RequestsPerMinute = 3 });
        for (int i = 0; i < 3; i++)
        {
            await embedder.EmbedQueryAsync("q");
        }

        Assert.That(_time.Waits, Is.Empty);
        await embedder.EmbedQueryAsync("q");
        Assert.That(_time.Waits, Is.EqualTo(new[] { TimeSpan.FromMinutes(1) }));
    }

    private static EmbeddingException Fails(Task task) => Assert.ThrowsAsync<EmbeddingException>(() => task)!;

    private Embedder Create(EmbeddingServer server, Func<OpenAIEmbeddingOptions, OpenAIEmbeddingOptions>? change = null) =>
        Create(server.Endpoint, change);

    private Embedder Create(string endpoint, Func<OpenAIEmbeddingOptions, OpenAIEmbeddingOptions>? change = null)
    {
        OpenAIEmbeddingOptions options = new() { Endpoint = endpoint, Model = "test-model", TimeoutSeconds = 1_800 };
        return EmbedderFactory.Create(
            new EmbeddingOptions { Provider = "OpenAI", OpenAI = change?.Invoke(options) ?? options },
            NullLoggerFactory.Instance,
            _time,
            () => new SocketsHttpHandler { UseProxy = false });
    }
}
