using System.Globalization;
using System.Text.Json;
using VectorHost.EndToEnd.Tests.Harness;
using VectorHost.TestSupport;

namespace VectorHost.EndToEnd.Tests;

[TestFixture]
public sealed class EvaluateCommandTests : EndToEndTest
{
    private const string Queries = $$"""
        {"queries": [{"query": "hash a password with a salt", "expected": [{"path": "{{SourceText.UniquePath}}"}], "category": "semantic"}]}
        """;

    [Test]
    public async Task Labelled_queries_are_asked_and_nothing_is_indexed_for_the_user()
    {
        RepositoryOnDisk repository = Sandbox.NewRepository().AddSources();
        RepositoryOnDisk elsewhere = Sandbox.NewRepository("labels").Write("queries.json", Queries);

        RunResult run = (await Sandbox.RunAsync(
            "evaluate", repository.Root, "--queries", elsewhere.At("queries.json"), "--variant", "all", "--without", "each", "--chunk-characters", "500,1000")).Succeeded();
        JsonElement status = (await Sandbox.RunAsync("status", repository.Root, "--json")).Json();

        Assert.That(run.Output, Does.Match(@"(?m)^backend +provider +chunk +variant +NDCG@10 .* semantic *$"));
        Assert.That(run.Output, Does.Match(@"(?m)^sqlite +\w+ +500 +ranked +1\.000 +1\.000 +1\.000 "));
        Assert.That(run.Output, Does.Match(@"(?m)^sqlite +\w+ +1000 +without definition +1\.000 "));
        Assert.That(status.GetProperty("records").GetInt64(), Is.Zero);
    }

    [Test]
    public async Task Without_labels_documentation_comments_are_asked_for()
    {
        RepositoryOnDisk repository = Sandbox.NewRepository().AddSources();

        JsonElement result = (await Sandbox.RunAsync("evaluate", repository.Root, "--json", "--sample", "1")).Json()
            .GetProperty("results").EnumerateArray().Single();

        Assert.That(result.GetProperty("variant").GetString(), Is.EqualTo("ranked"));
        Assert.That(result.GetProperty("quality").GetProperty("ndcg_at10").GetDouble(), Is.InRange(0, 1));
        Assert.That(result.GetProperty("answers").EnumerateArray().Count(), Is.EqualTo(1));
    }

    [TestCase("--variant", "nonsense", "terms, vectors, fused, ranked")]
    [TestCase("--without", "nonsense", "file coherence")]
    [TestCase("--chunk-characters", "5", "from 100 to 5000")]
    [TestCase("--queries", "/nowhere.json", "/nowhere.json")]
    [TestCase("--provider", "nonsense", "Embedding provider 'nonsense' not found")]
    [TestCase("--provider", "static,nonsense", "Embedding provider 'nonsense' not found")]
    [TestCase("--backend", "sqlite,nonsense", "Vector store backend 'nonsense' not found")]
    [TestCase("--queries", "/", "/ is a folder")]
    [TestCase("--sample", "0", "above 0")]
    public async Task A_wrong_option_is_refused_with_what_it_takes(string option, string value, string message)
    {
        RepositoryOnDisk repository = Sandbox.NewRepository().AddSources();

        RunResult run = await Sandbox.RunAsync("evaluate", repository.Root, option, value);

        Assert.That(run.ExitCode, Is.EqualTo(2), run.Describe());
        Assert.That(run.Error, Does.Contain(message), run.Describe());
        Assert.That(run.Output, Is.Empty, run.Describe());
        Assert.That(run.Error, Does.Not.Contain("Indexing"), "the work, before every name was checked");
    }

    [Test]
    public async Task Queries_that_are_not_json_are_refused_with_their_line()
    {
        RepositoryOnDisk repository = Sandbox.NewRepository().AddSources(topics: 1);
        string file = Sandbox.Write("queries.json", "[\n  nonsense\n]");

        (await Sandbox.RunAsync("evaluate", repository.Root, "--queries", file)).Refused(2, $"{file}, line 2: not valid JSON");
    }

    [Test]
    public async Task What_was_found_out_before_a_server_failed_is_shown_and_then_the_failure()
    {
        RepositoryOnDisk repository = Sandbox.NewRepository().AddSources(topics: 1);
        string queries = Sandbox.Write("queries.json", Queries);
        string port = LoopbackPorts.FindUnused().ToString(CultureInfo.InvariantCulture);
        string[] arguments = ["evaluate", repository.Root, "--queries", queries, "--backend", "sqlite,chromadb", "--set", $"vector_store.chromadb.port={port}"];

        RunResult run = await Sandbox.RunAsync(arguments);
        RunResult document = await Sandbox.RunAsync([.. arguments, "--json"]);

        Assert.That(run.ExitCode, Is.EqualTo(3), run.Describe());
        Assert.That(run.Output, Does.Match(@"(?m)^sqlite +static +1000 +ranked +1\.000 ").And.Not.Contain("chromadb"), run.Describe());
        Assert.That(run.ErrorLines[^1], Does.StartWith("error: ").And.Contain(port), run.Describe());
        Assert.That((document.ExitCode, document.Output), Is.EqualTo((3, "")), document.Describe());
    }
}
