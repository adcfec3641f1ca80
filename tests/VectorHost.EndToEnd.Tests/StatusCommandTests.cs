using System.Globalization;
using System.Text.Json;
using VectorHost.EndToEnd.Tests.Harness;
using VectorHost.TestSupport;

namespace VectorHost.EndToEnd.Tests;

[TestFixture]
public sealed class StatusCommandTests : EndToEndTest
{
    [Test]
    public async Task Another_embedder_than_that_of_the_index_is_named_with_what_to_do()
    {
        RepositoryOnDisk repository = await IndexedAsync("shop");

        RunResult same = (await Sandbox.RunAsync("status", repository.Root)).Succeeded();
        RunResult other = (await Sandbox.RunAsync("status", repository.Root, "--set", "embedding.provider=lexical")).Succeeded();
        JsonElement document = (await Sandbox.RunAsync("status", repository.Root, "--json", "--set", "embedding.provider=lexical")).Json();

        Assert.That(same.Output, Does.Not.Contain("configured"), same.Describe());
        Assert.That(other.Output, Does.Match(@"(?m)^embedder +static/.*\nconfigured +lexical/.*vectorhost index --full"), other.Describe());
        Assert.That(document.GetProperty("embedding_provider").GetString(), Is.EqualTo("static"));
        Assert.That(document.GetProperty("configured_provider").GetString(), Is.EqualTo("lexical"));
        Assert.That(document.GetProperty("configured_model").GetString(), Is.Not.Empty);
        Assert.That(document.GetProperty("embedder_problem").GetString(), Does.Contain("index --full"));
    }

    [TestCase("embedding.provider=oracle", "'oracle' not found")]
    [TestCase("embedding.provider=openai", "embedding.openai.api_key")]
    [TestCase("embedding.provider=${NOBODY_SETS_THIS}", "NOBODY_SETS_THIS")]
    public async Task An_embedder_that_cannot_be_used_is_named_and_the_rest_is_shown(string setting, string part)
    {
        RepositoryOnDisk repository = await IndexedAsync("shop");

        RunResult status = (await Sandbox.RunAsync("status", repository.Root, "--set", setting)).Succeeded();
        JsonElement document = (await Sandbox.RunAsync("status", repository.Root, "--json", "--set", setting)).Json();

        Assert.That(status.Output, Does.Match($@"(?m)^configured .*{System.Text.RegularExpressions.Regex.Escape(part)}"), status.Describe());
        Assert.That(status.Output, Does.Contain("changes     none"), status.Describe());
        Assert.That(document.GetProperty("embedder_problem").GetString(), Does.Contain(part));
        Assert.That(document.GetProperty("configured_model").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(document.GetProperty("records").GetInt32(), Is.Positive);
    }

    [Test]
    public async Task All_lists_every_repository_of_the_store_also_one_that_is_gone()
    {
        RepositoryOnDisk shop = await IndexedAsync("shop");
        RepositoryOnDisk zoo = await IndexedAsync("zoo");
        Directory.Delete(shop.Root, recursive: true);

        RunResult all = (await Sandbox.RunAsync("status", "--all")).Succeeded();
        JsonElement document = (await Sandbox.RunAsync("status", "--all", "--json")).Json();
        JsonElement[] repositories = [.. document.GetProperty("repositories").EnumerateArray()];

        Assert.That(all.Output, Does.Match($@"(?m)^repository +shop-[0-9a-f]{{8}} \({shop.Root}, not on this machine\)$"), all.Describe());
        Assert.That(all.Output, Does.Match($@"(?m)^repository +zoo-[0-9a-f]{{8}} \({zoo.Root}\)$"), all.Describe());
        Assert.That(repositories.Select(repository => repository.GetProperty("root").GetString()), Is.EqualTo(new[] { shop.Root, zoo.Root }));
        Assert.That(repositories.Select(repository => repository.GetProperty("state").GetString()), Is.All.EqualTo("complete"));
        Assert.That(repositories.Select(repository => repository.GetProperty("records").GetInt32()), Is.All.Positive);
        Assert.That(repositories.Select(repository => repository.GetProperty("indexed_at").GetDateTimeOffset()), Is.All.GreaterThan(DateTimeOffset.UnixEpoch));
        Assert.That(document.GetProperty("backend").GetString(), Is.EqualTo("sqlite"));
    }

    [Test]
    public async Task All_of_an_empty_store_is_nothing()
    {
        Assert.That((await Sandbox.RunAsync("status", "--all")).Succeeded().Output, Does.Contain("holds       nothing"));
        Assert.That((await Sandbox.RunAsync("status", "--all", "--json")).Json().GetProperty("repositories").GetArrayLength(), Is.Zero);
    }

    [Test]
    public async Task A_server_that_is_down_is_told_at_once_by_status_and_waited_for_with_one_line_by_index()
    {
        RepositoryOnDisk repository = Sandbox.NewRepository().AddSources(topics: 1);
        string port = LoopbackPorts.FindUnused().ToString(CultureInfo.InvariantCulture);
        string[] options = ["--backend", "chromadb", "--set", $"vector_store.chromadb.port={port}"];

        RunResult status = await Sandbox.RunAsync(["status", repository.Root, .. options]);
        RunResult index = await Sandbox.RunAsync(["index", repository.Root, .. options]);

        status.Refused(3, port);
        Assert.That(index.ExitCode, Is.EqualTo(3), index.Describe());
        Assert.That(index.ErrorLines, Has.Length.EqualTo(2), index.Describe());
        Assert.That(index.ErrorLines[0], Does.StartWith("Waiting for chromadb"), index.Describe());
        Assert.That(index.ErrorLines[1], Does.StartWith("error: ").And.Contain(port), index.Describe());
    }

    [Test]
    public async Task A_folder_of_an_indexed_repository_gets_an_index_of_its_own_and_says_so_once()
    {
        RepositoryOnDisk shop = await IndexedAsync("shop");
        string part = Path.GetDirectoryName(shop.At(shop.Files()[^1]))!;
        Assert.That(part, Is.Not.EqualTo(shop.Root));

        RunResult first = (await Sandbox.RunAsync("search", "password", "--repo", part)).Succeeded();
        RunResult second = (await Sandbox.RunAsync("search", "password", "--repo", part)).Succeeded();

        Assert.That(first.Error, Does.Contain($"--repo {shop.Root}"), first.Describe());
        Assert.That(second.Error, Does.Not.Contain(shop.Root + "\n"), second.Describe());
    }

    private async Task<RepositoryOnDisk> IndexedAsync(string name)
    {
        RepositoryOnDisk repository = Sandbox.NewRepository(name).AddSources(topics: 2);
        (await Sandbox.RunAsync("index", repository.Root)).Succeeded();
        return repository;
    }
}
