using System.Globalization;
using System.Text.Json;
using VectorHost.EndToEnd.Tests.Harness;
using VectorHost.TestSupport;

namespace VectorHost.EndToEnd.Tests;

[TestFixture]
public sealed class EmbedderTests : EndToEndTest
{
    private const string Key = "sk-this-must-never-be-seen";

    [Test]
    public async Task An_index_of_another_embedder_is_refused_with_both_names_and_made_anew_by_a_full_run()
    {
        using EmbeddingServer server = new();
        RepositoryOnDisk repository = Sandbox.NewRepository().AddSources(topics: 2);
        (await Sandbox.RunAsync("index", repository.Root)).Succeeded();
        UseServer(server.Endpoint);

        string[] parts = ["static/", "openai/tiny (8 dimensions)", "vectorhost index --full"];
        (await Sandbox.RunAsync("index", repository.Root)).Refused(2, parts);
        (await Sandbox.RunAsync("search", "password", "--repo", repository.Root)).Refused(2, parts);
        (await Sandbox.RunAsync("search", "password", "--repo", repository.Root, "--no-index")).Refused(2, parts);

        (await Sandbox.RunAsync("index", repository.Root, "--full")).Succeeded();
        RunResult search = (await Sandbox.RunAsync("search", "hash a password", "--repo", repository.Root)).Succeeded();
        Assert.That(search.Output, Does.Contain(SourceText.UniquePath), search.Describe());
        JsonElement status = (await Sandbox.RunAsync("status", repository.Root, "--json")).Json();
        Assert.That(status.GetProperty("dimensions").GetInt32(), Is.EqualTo(EmbeddingServer.Dimensions));
        Assert.That(status.GetProperty("embedding_provider").GetString(), Is.EqualTo("openai"));
    }

    [Test]
    public async Task An_embedding_server_that_is_down_is_named_and_its_key_is_not()
    {
        string endpoint = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{LoopbackPorts.FindUnused()}/v1");
        RepositoryOnDisk repository = Sandbox.NewRepository().AddSources(topics: 1);
        UseServer(endpoint);

        RunResult index = await Sandbox.RunAsync("index", repository.Root);
        RunResult verbose = await Sandbox.RunAsync("index", repository.Root, "--verbose");

        Assert.That(index.ExitCode, Is.EqualTo(1), index.Describe());
        Assert.That(index.Output, Is.Empty, index.Describe());
        Assert.That(index.ErrorLines[^1], Does.StartWith("error: ").And.Contain(endpoint["http://".Length..^"/v1".Length]), index.Describe());
        Assert.That(index.Error, Does.Not.Contain("   at "), index.Describe());
        Assert.That(index.Error + verbose.Output + verbose.Error, Does.Not.Contain(Key));
    }

    [TestCase("endpoint", "not an address")]
    [TestCase("dimensions", "none")]
    [TestCase("batch_size", "0")]
    public async Task A_wrong_setting_of_the_embedder_is_refused_with_its_key(string key, string value)
    {
        RepositoryOnDisk repository = Sandbox.NewRepository().AddSources(topics: 1);
        UseServer("http://127.0.0.1:1/v1");

        (await Sandbox.RunAsync("index", repository.Root, "--set", $"embedding.openai.{key}={value}")).Refused(2, $"embedding.openai.{key}");
    }

    [Test]
    public async Task A_missing_variable_for_the_key_is_named_where_the_embedder_is_used()
    {
        RepositoryOnDisk repository = Sandbox.NewRepository().AddSources(topics: 1);
        UseServer("http://127.0.0.1:1/v1");
        Sandbox.Environment.Remove("EMBEDDING_KEY");

        (await Sandbox.RunAsync("index", repository.Root)).Refused(2, "embedding.openai.api_key", "EMBEDDING_KEY", Sandbox.UserConfiguration);
    }

    private void UseServer(string endpoint)
    {
        Sandbox.Environment["EMBEDDING_KEY"] = Key;
        Sandbox.Write("home/settings/vectorhost/vectorhost.json", $$"""
            {
              "embedding": {
                "provider": "openai",
                "openai": { "endpoint": "{{endpoint}}", "model": "tiny", "api_key": "${EMBEDDING_KEY}" },
              },
            }
            """);
    }
}
