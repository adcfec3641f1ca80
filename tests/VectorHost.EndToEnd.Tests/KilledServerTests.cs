using System.Text.Json;
using VectorHost.Abstractions;
using VectorHost.EndToEnd.Tests.Harness;
using VectorHost.TestServers.Postgres;

namespace VectorHost.EndToEnd.Tests;

/// <summary>A server that dies while a repository is indexed loses nothing, and the next run completes the index.</summary>
[TestFixtureSource(typeof(MortalServer), nameof(MortalServer.Backends))]
[Category("Slow")]
public sealed class KilledServerTests(string backend) : EndToEndTest
{
    // Many seconds of saving for either: on a busy machine the test sees the first records late.
    private static readonly Dictionary<string, int> Topics = new() { ["chromadb"] = 1_000, ["postgres"] = 2_400 };

    private MortalServer? _server;
    private RepositoryOnDisk _repository = null!;

    [SetUp]
    public async Task StartTheServer()
    {
        _server = await MortalServer.StartAsync(backend);
        _server.Configure(Sandbox);
        _repository = Sandbox.NewRepository().AddSources(Topics[backend]);
    }

    [TearDown]
    public async Task EndTheServer()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    [Test]
    public async Task A_server_killed_during_a_run_loses_nothing_and_the_next_run_completes_the_index()
    {
        using RunningProgram run = Sandbox.Start("index", _repository.Root);
        StoreContents seen = await ReadUntilAsync(run, records: 500);
        await _server!.KillAsync();
        RunResult stopped = await run.WaitAsync();

        ShouldSayThatTheServerIsAway(stopped);
        await _server.StartAgainAsync();
        StoreContents left = await StoreContents.ReadAsync(backend, _server.Settings);
        left.ShouldHoldAllOf(seen);
        Assert.That((await StatusAsync()).GetProperty("state").GetString(), Is.EqualTo("writing"));

        (await Sandbox.RunAsync("index", _repository.Root)).Succeeded();

        StoreContents completed = await StoreContents.ReadAsync(backend, _server.Settings);
        completed.ShouldEqual(await CleanIndexOfAsync(_repository));
        (await Sandbox.RunAsync("verify", _repository.Root)).Succeeded();
        Assert.That((await StatusAsync()).GetProperty("state").GetString(), Is.EqualTo("complete"));
    }

    /// <summary>What the store holds as soon as it holds so many records, while the run goes on.</summary>
    private async Task<StoreContents> ReadUntilAsync(RunningProgram run, int records)
    {
        StoreContents? seen = null;
        Assert.That(await run.WaitUntilAsync(async () => (seen = await TryReadAsync())?.RecordCount >= records), Is.True, "The run ended before that.");
        Assert.That(run.HasExited, Is.False);
        return seen!;
    }

    private async Task<StoreContents?> TryReadAsync()
    {
        try
        {
            return await StoreContents.ReadAsync(backend, _server!.Settings);
        }
        catch (VectorStoreException failure) when (failure.IsTransient)
        {
            // Chroma cannot be read while it begins the index of its first records.
            return null;
        }
    }

    /// <summary>Besides the one sentence there may be progress, and a line that says that the server is waited for.</summary>
    private void ShouldSayThatTheServerIsAway(RunResult stopped)
    {
        string[] others = [.. stopped.ErrorLines.SkipLast(1).Where(line => !line.Contains(" chunks saved", StringComparison.Ordinal) && !line.StartsWith($"Waiting for {_server!.Backend}: ", StringComparison.Ordinal))];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(stopped.ExitCode, Is.EqualTo(3), stopped.Describe());
            Assert.That(stopped.Output, Is.Empty, stopped.Describe());
            Assert.That(stopped.ErrorLines.LastOrDefault(), Does.StartWith("error: ").And.Contain(_server!.Address), stopped.Describe());
            Assert.That(others, Is.Empty, stopped.Describe());
            Assert.That(stopped.Error, Does.Not.Contain(PostgresServer.Password));
        }
    }

    private async Task<JsonElement> StatusAsync() => (await Sandbox.RunAsync("status", _repository.Root, "--json")).Json();
}
