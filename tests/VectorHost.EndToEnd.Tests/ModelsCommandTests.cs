using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using VectorHost.EndToEnd.Tests.Harness;
using VectorHost.TestSupport;

namespace VectorHost.EndToEnd.Tests;

[TestFixture]
public sealed class ModelsCommandTests : EndToEndTest
{
    private const string Name = "acme/words";

    [Test]
    public async Task A_fetched_model_is_listed_and_makes_the_vectors_of_an_index()
    {
        using Hub hub = new();
        RepositoryOnDisk repository = Sandbox.NewRepository().AddSources();

        RunResult pull = (await Sandbox.RunAsync("models", "pull", Name, "--hub", hub.Address)).Succeeded();
        RunResult again = (await Sandbox.RunAsync("models", "pull", Name, "--set", $"models.hub={hub.Address}")).Succeeded();
        JsonElement list = (await Sandbox.RunAsync("models", "list", "--json")).Json();
        string[] provider = ["--set", "embedding.provider=model2vec", "--set", $"embedding.model2vec.path={Name}"];
        RunResult search = (await Sandbox.RunAsync(["search", "hash a password with a salt", "--repo", repository.Root, .. provider])).Succeeded();
        JsonElement status = (await Sandbox.RunAsync(["status", repository.Root, "--json", .. provider])).Json();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(pull.Output, Does.Contain($"Fetched {Name}").And.Contain(Sandbox.At("home/data/vectorhost/models")), pull.Describe());
            Assert.That(pull.Error, Does.Contain("fetching model.safetensors").And.Contain($"embedding.model2vec.path={Name}"), pull.Describe());
            Assert.That(again.Output, Does.Contain("here already"), again.Describe());
            Assert.That(list.GetProperty("models")[0].GetProperty("name").GetString(), Is.EqualTo(Name));
            Assert.That(search.Output, Does.Contain(SourceText.UniquePath), search.Describe());
            Assert.That(status.GetProperty("embedding_provider").GetString(), Is.EqualTo("model2vec"));
            Assert.That(status.GetProperty("embedding_model").GetString(), Does.StartWith("words@"));
        }
    }

    [TestCase("words", "OWNER/NAME")]
    [TestCase("../words", "OWNER/NAME")]
    public async Task A_name_that_is_none_is_refused(string name, string part) =>
        (await Sandbox.RunAsync("models", "pull", name)).Refused(2, part, $"'{name}'");

    [TestCase("huggingface.co")]
    [TestCase("ftp://127.0.0.1")]
    [TestCase("http://user:secret@127.0.0.1")]
    public async Task A_hubs_address_that_is_none_is_refused_without_repeating_it(string address)
    {
        RunResult result = (await Sandbox.RunAsync("models", "pull", Name, "--hub", address)).Refused(2, "--hub");

        Assert.That(result.Error, Does.Not.Contain("secret"));
    }

    [Test]
    public async Task A_model_that_is_not_there_is_refused_by_name()
    {
        using Hub hub = new();

        (await Sandbox.RunAsync("models", "pull", "acme/nothing", "--hub", hub.Address)).Refused(1, "acme/nothing", hub.Address);
    }

    [Test]
    public async Task A_repository_may_not_choose_the_hub()
    {
        RepositoryOnDisk repository = Sandbox.NewRepository().Write("vectorhost.json", """{ "models": { "hub": "http://127.0.0.1:1" } }""");

        (await Sandbox.RunAsync("index", repository.Root)).Refused(2, "models.hub", "may not be set by a repository");
    }

    [Test]
    public async Task A_model_that_was_never_fetched_is_refused_with_what_to_do()
    {
        RepositoryOnDisk repository = Sandbox.NewRepository().AddSources(topics: 1);

        (await Sandbox.RunAsync("index", repository.Root, "--set", "embedding.provider=model2vec", "--set", "embedding.model2vec.path=acme/words"))
            .Refused(2, "'acme/words'", "vectorhost models pull");
    }

    /// <summary>A hub with one model of a few words.</summary>
    private sealed class Hub : IDisposable
    {
        private static readonly string[] Words = ["?", "password", "hash", "salt", "order", "cancel", "invoice", "the", "public", "string"];
        private readonly HttpListener _listener;

        public Hub()
        {
            (_listener, IPEndPoint endPoint) = LoopbackPorts.ListenHttp();
            Address = $"http://{endPoint}";
            _ = ServeAsync();
        }

        public string Address { get; }

        public void Dispose() => _listener.Close();

        private static byte[]? FileAt(string path) => path switch
        {
            "/acme/words/resolve/main/config.json" => """{ "normalize": true }"""u8.ToArray(),
            "/acme/words/resolve/c0ffee/tokenizer.json" => Encoding.UTF8.GetBytes($$"""
                {
                  "added_tokens": [], "normalizer": { "type": "Lowercase" }, "pre_tokenizer": { "type": "Whitespace" },
                  "model": { "type": "WordLevel", "unk_token": "?", "vocab": {{JsonSerializer.Serialize(Words.Select((word, number) => (word, number)).ToDictionary(entry => entry.word, entry => entry.number))}} }
                }
                """),
            "/acme/words/resolve/c0ffee/model.safetensors" => Weights(),
            _ => null,
        };

        /// <summary>Each word has a dimension of its own.</summary>
        private static byte[] Weights()
        {
            int count = Words.Length;
            byte[] data = new byte[count * count * sizeof(float)];
            for (int i = 0; i < count; i++)
            {
                BitConverter.TryWriteBytes(data.AsSpan(((i * count) + i) * sizeof(float)), 1f);
            }

            byte[] header = Encoding.UTF8.GetBytes(string.Create(
                CultureInfo.InvariantCulture, $$"""{ "embeddings": { "dtype": "F32", "shape": [{{count}}, {{count}}], "data_offsets": [0, {{data.Length}}] } }"""));
            return [.. BitConverter.GetBytes((long)header.Length), .. header, .. data];
        }

        private async Task ServeAsync()
        {
            try
            {
                while (true)
                {
                    HttpListenerContext context = await _listener.GetContextAsync();
                    byte[]? file = FileAt(context.Request.Url!.AbsolutePath);
                    context.Response.StatusCode = file is null ? 404 : 200;
                    context.Response.Headers["X-Repo-Commit"] = "c0ffee";
                    await context.Response.OutputStream.WriteAsync(file ?? []);
                    context.Response.Close();
                }
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                // The test is over.
            }
        }
    }
}
