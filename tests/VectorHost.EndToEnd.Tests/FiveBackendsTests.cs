using System.IO.Compression;
using System.Text.Json;
using VectorHost.EndToEnd.Tests.Harness;
using VectorHost.TestServers;

namespace VectorHost.EndToEnd.Tests;

/// <summary>The same commands over every backend, with nothing changed but its name.</summary>
[TestFixture]
[Parallelizable(ParallelScope.Self)]
public sealed class FiveBackendsTests : IDisposable
{
    private static readonly string[] Questions =
        ["where are plugins loaded in isolation", "PluginLoadContext", "which plugin wins when two have the same backend", "The plugin cache cannot be written"];

    /// <summary>
    /// Distances are rounded to four digits before they count, so that all backends rank alike. One at the edge of a step may be
    /// rounded either way.
    /// </summary>
    private const double Step = 1e-4;

    private static FiveBackends? _servers;

    private readonly Sandbox _sandbox = new();
    private RepositoryOnDisk _code = null!;

    [OneTimeSetUp]
    public async Task StartServers()
    {
        InstalledServers.Require("chroma");
        InstalledServers.Require("postgres");
        _servers = await FiveBackends.StartAsync();
        _servers.Configure(_sandbox);
        // Real code: a part of the repository that this is in.
        _code = _sandbox.NewRepository("code").AddCopyOf("abstractions").AddCopyOf("host/VectorHost.Hosting");
        foreach (string backend in FiveBackends.Names)
        {
            (await _sandbox.RunAsync("index", _code.Root, "--backend", backend)).Succeeded();
        }
    }

    [OneTimeTearDown]
    public async Task StopServers()
    {
        if (_servers is not null)
        {
            await _servers.DisposeAsync();
        }
    }

    public void Dispose() => _sandbox.Dispose();

    [TestCaseSource(nameof(Questions))]
    public async Task The_same_question_gets_the_same_answer_from_every_backend(string question)
    {
        (string Place, double Score)[] expected = await AskAsync("sqlite", question);

        Assert.That(expected, Has.Length.EqualTo(10));
        foreach (string backend in FiveBackends.Names)
        {
            (string Place, double Score)[] answer = await AskAsync(backend, question);
            Assert.That(answer.Select(hit => hit.Place), Is.EqualTo(expected.Select(hit => hit.Place)), backend);
            Assert.That(answer.Select(hit => hit.Score), Is.EqualTo(expected.Select(hit => hit.Score)).Within(Step), backend);
        }
    }

    [Test]
    public async Task Status_tells_the_same_of_every_backend()
    {
        long records = (await _sandbox.RunAsync("status", _code.Root, "--json", "--backend", "sqlite")).Json().GetProperty("records").GetInt64();
        foreach (string backend in FiveBackends.Names)
        {
            JsonElement status = (await _sandbox.RunAsync("status", _code.Root, "--json", "--backend", backend)).Json();

            Assert.That(status.GetProperty("healthy").GetBoolean(), Is.True, backend);
            Assert.That(status.GetProperty("state").GetString(), Is.EqualTo("complete"), backend);
            Assert.That(status.GetProperty("records").GetInt64(), Is.EqualTo(records).And.Positive, backend);
        }
    }

    [Test]
    public async Task An_index_is_copied_between_any_two_backends_without_embedding_and_verified()
    {
        // An embedder that cannot be reached would be noticed if it were asked.
        string[] unreachable = ["--set", "embedding.provider=openai", "--set", "embedding.openai.endpoint=http://127.0.0.1:9/v1"];
        string digest = (await _sandbox.RunAsync("verify", _code.Root, "--json", "--backend", "sqlite")).Json()
            .GetProperty("stores")[0].GetProperty("digest").GetString()!;
        foreach (string from in FiveBackends.Names)
        {
            foreach (string to in FiveBackends.Names.Where(name => name != from))
            {
                (await _sandbox.RunAsync(["clear", _code.Root, "--yes", "--backend", to])).Succeeded();
                JsonElement copied = (await _sandbox.RunAsync(["copy", "--from", from, "--to", to, "--repo", _code.Root, "--json", .. unreachable])).Json();

                Assert.That(copied.GetProperty("digest").GetString(), Is.EqualTo(digest), $"{from} to {to}");
            }
        }

        foreach (string backend in FiveBackends.Names)
        {
            (await _sandbox.RunAsync("verify", _code.Root, "--backend", backend, "--with", backend == "sqlite" ? "qdrant" : "sqlite")).Succeeded();
        }
    }

    [Test]
    public async Task An_export_of_any_backend_is_the_same_file()
    {
        string first = _sandbox.At("sqlite.gz");
        (await _sandbox.RunAsync("export", first, "--repo", _code.Root, "--backend", "sqlite")).Succeeded();
        byte[] expected = await RecordsOfAsync(first);
        foreach (string backend in FiveBackends.Names)
        {
            string file = _sandbox.At($"{backend}.gz");
            (await _sandbox.RunAsync("export", file, "--force", "--repo", _code.Root, "--backend", backend)).Succeeded();

            Assert.That(await RecordsOfAsync(file), Is.EqualTo(expected), backend);
        }
    }

    [TestCase("chromadb")]
    [TestCase("pinecone")]
    [TestCase("postgres")]
    [TestCase("qdrant")]
    public async Task What_is_cleared_is_gone_and_comes_back_with_the_next_search(string backend)
    {
        RepositoryOnDisk zoo = _sandbox.NewRepository($"zoo-{backend}").AddSources(topics: 1);
        (await _sandbox.RunAsync("index", zoo.Root, "--backend", backend)).Succeeded();

        RunResult cleared = (await _sandbox.RunAsync("clear", zoo.Root, "--yes", "--backend", backend)).Succeeded();
        RunResult status = await _sandbox.RunAsync("status", zoo.Root, "--backend", backend);
        JsonElement hits = (await _sandbox.RunAsync("search", "hash a password", "--repo", zoo.Root, "--json", "--backend", backend)).Json();

        Assert.That(cleared.Output, Does.StartWith("Deleted "));
        Assert.That(status.Output, Does.Contain("none: run 'vectorhost index'"));
        Assert.That(hits.GetProperty("hits")[0].GetProperty("path").GetString(), Is.EqualTo(SourceText.UniquePath));
    }

    [Test]
    public async Task No_key_or_password_is_shown_in_the_configuration()
    {
        RunResult result = (await _sandbox.RunAsync("config", _code.Root)).Succeeded();

        Assert.That(FiveBackends.Secrets.Where(secret => result.Output.Contains(secret, StringComparison.Ordinal)), Is.Empty);
    }

    private async Task<(string Place, double Score)[]> AskAsync(string backend, string question)
    {
        JsonElement answer = (await _sandbox.RunAsync(
            "search", question, "--repo", _code.Root, "--no-index", "--json", "--backend", backend)).Json();
        return
        [
            .. answer.GetProperty("hits").EnumerateArray().Select(hit => (
                $"{hit.GetProperty("path").GetString()}:{hit.GetProperty("start_line").GetInt32()}", hit.GetProperty("score").GetDouble())),
        ];
    }

    /// <summary>The lines after the first, which says when the repository was indexed.</summary>
    private static async Task<byte[]> RecordsOfAsync(string file)
    {
        using GZipStream lines = new(File.OpenRead(file), CompressionMode.Decompress);
        using MemoryStream all = new();
        await lines.CopyToAsync(all);
        byte[] bytes = all.ToArray();
        return bytes[Array.IndexOf(bytes, (byte)'\n')..];
    }
}
