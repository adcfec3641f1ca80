using Microsoft.Extensions.Logging.Abstractions;
using VectorHost.Indexing.Embedding;

namespace VectorHost.Indexing.Tests.Embedding;

public sealed class EmbedderFactoryTests
{
    [Test]
    public async Task Static_is_the_default_and_needs_no_connection()
    {
        using Embedder embedder = Create(new());
        Assert.That(embedder.Fingerprint.ToString(), Does.Match("^static/code-256-[0-9a-f]{8}\\+file \\(256 dimensions\\)$"));
        await embedder.ConnectAsync();
        Assert.That((await embedder.EmbedQueryAsync("question")).Length, Is.EqualTo(256));
    }

    [Test]
    public async Task Lexical_needs_no_connection()
    {
        using Embedder embedder = Create(new() { Provider = "Lexical" });
        Assert.That(embedder.Fingerprint.ToString(), Is.EqualTo("lexical/hashed-ngrams-1.1 (1024 dimensions)"));
        await embedder.ConnectAsync();
        Assert.That((await embedder.EmbedQueryAsync("question")).Length, Is.EqualTo(1_024));
    }

    [Test]
    public void An_unknown_provider_is_an_error_that_lists_the_known_ones()
    {
        EmbeddingException failure = Fails(new() { Provider = "cohere" });
        Assert.That(failure.Kind, Is.EqualTo(EmbeddingFailureKind.InvalidConfiguration));
        Assert.That(failure.Message, Does.Contain("'cohere'").And.Contain("static, lexical, model2vec, openai"));
    }

    [Test]
    public void OpenAI_itself_needs_a_key() =>
        Assert.That(Fails(new() { Provider = "openai" }).Message, Does.Contain("embedding.openai.api_key is not set").And.Contain("${OPENAI_API_KEY}"));

    [Test]
    public void Every_wrong_setting_is_named_at_once()
    {
        OpenAIEmbeddingOptions options = new()
        {
            Endpoint = "localhost:11434",
            ApiKey = "two words",
            Model = " ",
            Dimensions = 0,
            BatchSize = 0,
            MaxParallel = 65,
            RequestsPerMinute = 0,
            TimeoutSeconds = 0,
            MaxInputCharacters = 0,
        };
        string message = Fails(new() { Provider = "openai", OpenAI = options }).Message;
        foreach (string key in new[] { "endpoint", "api_key", "model", "dimensions", "batch_size", "max_parallel", "requests_per_minute", "timeout_seconds", "max_input_characters" })
        {
            Assert.That(message, Does.Contain($"embedding.openai.{key} "));
        }

        Assert.That(message, Does.Not.Contain("two words"));
    }

    [TestCase("http://user:hunter2@localhost/v1")]
    [TestCase("http://localhost/v1?key=hunter2")]
    [TestCase("http://localhost/v1/embeddings")]
    [TestCase("ftp://localhost/v1")]
    public void An_endpoint_of_the_wrong_kind_is_refused_without_repeating_it(string endpoint) =>
        Assert.That(
            Fails(new() { Provider = "openai", OpenAI = new() { Endpoint = endpoint } }).Message,
            Does.Contain("embedding.openai.endpoint").And.Not.Contain("hunter2"));

    [Test]
    public void Options_do_not_print_their_key() =>
        Assert.That(new EmbeddingOptions { OpenAI = new() { ApiKey = "sk-secret" } }.ToString(), Does.Not.Contain("sk-secret"));

    private static Embedder Create(EmbeddingOptions options) =>
        EmbedderFactory.Create(options, NullLoggerFactory.Instance, TimeProvider.System);

    private static EmbeddingException Fails(EmbeddingOptions options) => Assert.Throws<EmbeddingException>(() => Create(options))!;
}
