using System.Text.Json;
using VectorHost.EndToEnd.Tests.Harness;

namespace VectorHost.EndToEnd.Tests;

[TestFixture]
public sealed class SearchingTests : EndToEndTest
{
    private const string Question = "hash a password with a salt";

    [Test]
    public async Task The_first_search_of_a_repository_indexes_it_says_so_and_prints_places()
    {
        RepositoryOnDisk repository = Sandbox.NewRepository().AddSources();

        RunResult first = (await Sandbox.RunAsync("search", Question, "--repo", repository.Root)).Succeeded();
        RunResult second = (await Sandbox.RunAsync("search", Question, "--repo", repository.Root)).Succeeded();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(first.Error, Does.Contain("Nothing is indexed yet").And.Contain(repository.Root), first.Describe());
            Assert.That(first.Error, Does.Contain("Indexed 37 files"), first.Describe());
            Assert.That(first.Output, Does.Match($@"^ 1  \d\.\d\d\d  {SourceText.UniquePath}:\d+-\d+  csharp\n"), first.Describe());
            Assert.That(first.Output, Does.Match(@"(?m)^>\s+\d+  .*password.*salt"), "The line that answers is marked.");
            Assert.That(second.Output, Is.EqualTo(first.Output), "The second search answers alike.");
            Assert.That(second.Error, Is.Empty, "The second search has nothing to tell.");
        }
    }

    [Test]
    public async Task Json_has_exactly_the_documented_fields_and_the_files_own_lines()
    {
        RepositoryOnDisk repository = Sandbox.NewRepository().AddSources();

        JsonElement document = (await Sandbox.RunAsync("search", Question, "--repo", repository.Root, "--json")).Json();

        Assert.That(NamesOf(document), Is.EqualTo(["query", "backend", "repository", "hits"]));
        Assert.That(document.GetProperty("query").GetString(), Is.EqualTo(Question));
        Assert.That(document.GetProperty("backend").GetString(), Is.EqualTo("sqlite"));
        Assert.That(document.GetProperty("repository").GetString(), Does.StartWith("shop-"));
        JsonElement[] hits = [.. document.GetProperty("hits").EnumerateArray()];
        Assert.That(hits, Has.Length.EqualTo(10));
        Assert.That(hits[0].GetProperty("path").GetString(), Is.EqualTo(SourceText.UniquePath));
        Assert.That(hits.Select(hit => hit.GetProperty("rank").GetInt32()), Is.EqualTo(Enumerable.Range(1, 10)));
        Assert.That(hits.Select(hit => hit.GetProperty("score").GetDouble()), Is.Ordered.Descending.And.All.InRange(0.0, 1.0));
        foreach (JsonElement hit in hits)
        {
            Assert.That(NamesOf(hit), Is.EqualTo(["rank", "score", "repository", "path", "start_line", "end_line", "language", "text"]));
            Assert.That(hit.GetProperty("repository").GetString(), Is.EqualTo(document.GetProperty("repository").GetString()));
            string[] lines = repository.Read(hit.GetProperty("path").GetString()!).Split('\n');
            int start = hit.GetProperty("start_line").GetInt32();
            int end = hit.GetProperty("end_line").GetInt32();
            Assert.That(hit.GetProperty("text").GetString(), Is.EqualTo(string.Join('\n', lines[(start - 1)..end])));
        }
    }

    [TestCase(1)]
    [TestCase(3)]
    [TestCase(40)]
    public async Task As_many_hits_come_as_were_asked_for(int top)
    {
        RepositoryOnDisk repository = Sandbox.NewRepository().AddSources();

        JsonElement document = (await Sandbox.RunAsync("search", "cancel an order", "--repo", repository.Root, "-k", $"{top}", "--json")).Json();

        Assert.That(document.GetProperty("hits").GetArrayLength(), Is.EqualTo(top));
    }

    [TestCase("docs", "^docs/")]
    [TestCase("docs/", "^docs/")]
    [TestCase("./docs", "^docs/")]
    [TestCase("*.go", @"\.go$")]
    [TestCase("src/**/*.cs", @"^src/.*\.cs$")]
    [TestCase("/docs", "^docs/")]
    [TestCase(".", ".")]
    [TestCase("reports/order_report.py", "^reports/order_report.py$")]
    public async Task Only_files_whose_path_matches_are_found(string path, string pattern)
    {
        RepositoryOnDisk repository = Sandbox.NewRepository().AddSources();

        // The question's words stand all over the repository: without the filter other files would be first.
        Assert.That(await FindPathsAsync(repository, "cancel an order", "--path", path), Is.Not.Empty.And.All.Match(pattern));
    }

    [Test]
    public async Task A_path_may_be_absolute_or_relative_to_the_current_folder()
    {
        RepositoryOnDisk repository = Sandbox.NewRepository().AddSources();
        string toDocs = Path.GetRelativePath(Sandbox.WorkingDirectory, Path.Combine(repository.Root, "docs"));

        Assert.That(await FindPathsAsync(repository, "cancel an order", "--path", Path.Combine(repository.Root, "docs")), Is.Not.Empty.And.All.Match("^docs/"));
        Assert.That(await FindPathsAsync(repository, "cancel an order", "--path", Path.Combine(repository.Root, "src/**/*.cs")), Is.Not.Empty.And.All.Match("^src/"));
        Assert.That(await FindPathsAsync(repository, "cancel an order", "--path", toDocs), Is.Not.Empty.And.All.Match("^docs/"));
    }

    [Test]
    public async Task Json_explains_each_hit_where_that_is_asked_for()
    {
        RepositoryOnDisk repository = Sandbox.NewRepository().AddSources();

        JsonElement document = (await Sandbox.RunAsync("search", "InvoiceService", "--repo", repository.Root, "--json", "--explain")).Json();

        JsonElement[] changes = [.. document.GetProperty("hits")[0].GetProperty("explanation").EnumerateArray()];
        Assert.That(changes, Is.Not.Empty);
        Assert.That(changes.Select(NamesOf), Has.All.EqualTo(new[] { "signal", "amount", "reason" }));
        Assert.That(changes.Select(change => change.GetProperty("signal").GetString()), Does.Contain("definition"));
    }

    [TestCase("python", @"\.py$")]
    [TestCase("py", @"\.py$")]
    [TestCase("C#", @"\.cs$")]
    [TestCase("Python", @"\.py$")]
    [TestCase("typescript", @"\.ts$")]
    public async Task Only_files_of_the_language_are_found(string language, string pattern)
    {
        RepositoryOnDisk repository = Sandbox.NewRepository().AddSources();

        Assert.That(await FindPathsAsync(repository, "cancel an order", "--language", language), Is.Not.Empty.And.All.Match(pattern));
    }

    [Test]
    public async Task A_filter_that_no_file_passes_finds_nothing_and_says_why()
    {
        RepositoryOnDisk repository = Sandbox.NewRepository().AddSources();

        RunResult result = (await Sandbox.RunAsync("search", Question, "--repo", repository.Root, "--path", "nowhere")).Succeeded();

        Assert.That(result.Output, Is.Empty, result.Describe());
        Assert.That(result.Error, Does.Contain("no indexed file passes --path 'nowhere'"), result.Describe());
    }

    [Test]
    public async Task A_question_of_which_no_word_is_known_is_answered_with_that_said()
    {
        RepositoryOnDisk repository = Sandbox.NewRepository().AddSources();
        (await Sandbox.RunAsync("index", repository.Root)).Succeeded();

        RunResult unknown = (await Sandbox.RunAsync("search", "zzqx wvutt", "--repo", repository.Root)).Succeeded();
        RunResult document = (await Sandbox.RunAsync("search", "zzqx wvutt", "--repo", repository.Root, "--json")).Succeeded();
        RunResult half = (await Sandbox.RunAsync("search", "zzqx password", "--repo", repository.Root)).Succeeded();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(unknown.Error, Does.StartWith("No word of the question occurs in what is indexed"));
            Assert.That(unknown.Output, Does.StartWith(" 1  1.000"));
            Assert.That(document.Json().GetProperty("by_similarity_alone").GetBoolean(), Is.True);
            Assert.That(half.Error, Is.Empty);
        }
    }

    [Test]
    public async Task Without_indexing_a_repository_that_was_never_indexed_is_refused_with_what_to_do()
    {
        RepositoryOnDisk repository = Sandbox.NewRepository().AddSources();

        RunResult result = await Sandbox.RunAsync("search", Question, "--repo", repository.Root, "--no-index");

        result.Refused(2, "is not indexed", "vectorhost index", "--no-index");
    }

    [Test]
    public async Task Without_indexing_what_is_there_is_searched_and_new_files_are_not()
    {
        RepositoryOnDisk repository = Sandbox.NewRepository().AddSources();
        (await Sandbox.RunAsync("index", repository.Root)).Succeeded();
        repository.Write("src/Zebra.cs", "class Zebra { /* a zebra crossing */ }\n");

        Assert.That(await FindPathsAsync(repository, "zebra crossing", "--no-index"), Does.Not.Contain("src/Zebra.cs"));
        Assert.That(await FindPathsAsync(repository, "zebra crossing"), Does.Contain("src/Zebra.cs"));
    }

    [Test]
    public async Task All_repositories_are_searched_together_and_each_hit_says_whose_it_is()
    {
        RepositoryOnDisk shop = Sandbox.NewRepository("shop").AddSources();
        RepositoryOnDisk zoo = Sandbox.NewRepository("zoo", isGit: false)
            .Write("keeper.py", "def feed_zebra(zebra):\n    return zebra.eat('hay')\n");
        (await Sandbox.RunAsync("index", shop.Root)).Succeeded();
        (await Sandbox.RunAsync("index", zoo.Root)).Succeeded();

        RunResult text = (await Sandbox.RunAsync("search", "feed the zebra a password", "--repo", shop.Root, "--all-repos")).Succeeded();
        JsonElement document = (await Sandbox.RunAsync("search", "feed the zebra a password", "--repo", shop.Root, "--all-repos", "--json")).Json();

        string[] repositories = [.. document.GetProperty("hits").EnumerateArray().Select(hit => hit.GetProperty("repository").GetString()![..4])];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(document.GetProperty("repository").ValueKind, Is.EqualTo(JsonValueKind.Null));
            Assert.That(repositories, Does.Contain("shop").And.Contain("zoo-"));
            Assert.That(text.Output, Does.Match(@"zoo-[0-9a-f]{8}:keeper\.py:1-2").And.Match($@"shop-[0-9a-f]{{8}}:{SourceText.UniquePath}:"), text.Describe());
        }

        Assert.That(await FindPathsAsync(shop, "feed the zebra a password"), Does.Not.Contain("keeper.py"), "Alone, a repository answers for itself.");
    }

    [Test]
    public async Task All_repositories_of_an_empty_store_are_refused_with_what_to_do()
    {
        RunResult result = await Sandbox.RunAsync("search", Question, "--all-repos");

        result.Refused(2, "store is empty", "vectorhost index REPO");
    }

    [TestCase("")]
    [TestCase("1")]
    public async Task Output_that_is_not_a_terminal_has_no_escapes_whatever_the_environment_says(string noColor)
    {
        RepositoryOnDisk repository = Sandbox.NewRepository().AddSources(topics: 1)
            .Write("evil\u001b[31m\n.py", "# password \u001b[31mred\u001b[0m \u0007 bell\n");
        Sandbox.Environment["NO_COLOR"] = noColor;
        Sandbox.Environment["TERM"] = "xterm-256color";
        Sandbox.Environment["COLORTERM"] = "truecolor";

        RunResult result = (await Sandbox.RunAsync("search", "password", "--repo", repository.Root, "-k", "20")).Succeeded();

        Assert.That(result.Output, Does.Match(@"evil.\[31m.\.py:1-1").And.Not.Contain('\u001b').And.Not.Contain('\u0007'), result.Describe());
        Assert.That(result.Error, Does.Not.Contain('\u001b'), result.Describe());
    }

    [Test]
    public async Task The_current_folder_is_the_repository_where_none_is_named()
    {
        await File.WriteAllTextAsync(Path.Combine(Sandbox.WorkingDirectory, "zebra.py"), "def feed_zebra():\n    pass\n");

        RunResult result = (await Sandbox.RunAsync("search", "feed zebra")).Succeeded();

        Assert.That(result.Output, Does.Contain("zebra.py:1-2"), result.Describe());
    }

    [Test]
    public async Task A_lost_cache_is_made_again_from_the_store_with_the_same_answer()
    {
        RepositoryOnDisk repository = Sandbox.NewRepository().AddSources();
        RunResult before = (await Sandbox.RunAsync("search", Question, "--repo", repository.Root)).Succeeded();
        Directory.Delete(Sandbox.Cache, recursive: true);

        RunResult after = (await Sandbox.RunAsync("search", Question, "--repo", repository.Root, "--no-index")).Succeeded();

        Assert.That(after.Output, Is.EqualTo(before.Output));
        Assert.That(after.Error, Does.Contain("Reading the terms of"), after.Describe());
    }

    private async Task<string[]> FindPathsAsync(RepositoryOnDisk repository, string question, params string[] options)
    {
        JsonElement document = (await Sandbox.RunAsync(["search", question, "--repo", repository.Root, "--json", .. options])).Json();
        return [.. document.GetProperty("hits").EnumerateArray().Select(hit => hit.GetProperty("path").GetString()!)];
    }

    private static string[] NamesOf(JsonElement document) => [.. document.EnumerateObject().Select(property => property.Name)];
}
