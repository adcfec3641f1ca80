using System.Text.Json;
using VectorHost.EndToEnd.Tests.Harness;

namespace VectorHost.EndToEnd.Tests;

/// <summary>Processes that share a store neither wait without need nor spoil each other's work.</summary>
[TestFixture]
[Category("Slow")]
public sealed class ConcurrentProcessesTests : EndToEndTest
{
    private const int Topics = 100;

    /// <summary>So many that a run is still under way when it has been seen and a signal has reached it, also on a busy machine.</summary>
    private const int TopicsOfLongRun = 4 * Topics;

    [Test]
    public async Task Two_runs_over_one_repository_both_end_well()
    {
        RepositoryOnDisk repository = Sandbox.NewRepository().AddSources(Topics);

        using RunningProgram first = Sandbox.Start("index", repository.Root);
        using RunningProgram second = Sandbox.Start("index", repository.Root);
        RunResult[] results = await Task.WhenAll(first.WaitAsync(), second.WaitAsync());

        Assert.That(results.Select(result => result.ExitCode), Is.All.Zero, string.Concat(results.Select(result => result.Describe())));
        await ExpectStoreLikeCleanIndexOfAsync(repository);
    }

    [Test]
    public async Task A_second_run_says_whom_it_waits_for_and_goes_on_when_the_first_has_ended()
    {
        RepositoryOnDisk repository = Sandbox.NewRepository().AddSources(TopicsOfLongRun);
        using RunningProgram first = await StartAndStopWhileIndexingAsync(repository);

        using RunningProgram second = Sandbox.Start("index", repository.Root);
        await second.WaitForErrorTextAsync("waiting until it has finished");
        first.Signal("CONT");
        RunResult[] results = await Task.WhenAll(first.WaitAsync(), second.WaitAsync());

        Assert.That(results.Select(result => result.ExitCode), Is.All.Zero, string.Concat(results.Select(result => result.Describe())));
        Assert.That(results[1].Error, Does.Contain(" is indexing this repository: waiting").And.Not.Contain("WRN"));
        await ExpectStoreLikeCleanIndexOfAsync(repository);
    }

    [Test]
    public async Task A_run_waits_no_longer_for_one_that_was_killed()
    {
        RepositoryOnDisk repository = Sandbox.NewRepository().AddSources(TopicsOfLongRun);
        using RunningProgram first = await StartAndStopWhileIndexingAsync(repository);

        using RunningProgram second = Sandbox.Start("index", repository.Root);
        await second.WaitForErrorTextAsync("waiting until it has finished");
        first.Kill();

        (await second.WaitAsync()).Succeeded();
        await ExpectStoreLikeCleanIndexOfAsync(repository);
    }

    [Test]
    public async Task Two_repositories_go_into_one_store_at_once()
    {
        RepositoryOnDisk shop = Sandbox.NewRepository("shop").AddSources(Topics);
        RepositoryOnDisk market = Sandbox.NewRepository("market").AddSources(Topics + 3);

        using RunningProgram first = Sandbox.Start("index", shop.Root);
        using RunningProgram second = Sandbox.Start("index", market.Root);
        RunResult[] results = await Task.WhenAll(first.WaitAsync(), second.WaitAsync());

        Assert.That(results.Select(result => result.ExitCode), Is.All.Zero, string.Concat(results.Select(result => result.Describe())));
        StoreContents both = await StoreContents.ReadAsync(Sandbox.StoreFile);
        using Sandbox other = new();
        (await other.RunAsync("index", shop.Root)).Succeeded();
        (await other.RunAsync("index", market.Root)).Succeeded();
        both.ShouldEqual(await StoreContents.ReadAsync(other.StoreFile));
    }

    [Test]
    public async Task A_search_answers_while_another_process_indexes_and_does_not_wait_for_it()
    {
        RepositoryOnDisk repository = Sandbox.NewRepository().AddSources(TopicsOfLongRun);
        (await Sandbox.RunAsync("index", repository.Root)).Succeeded();
        foreach (string path in repository.Files())
        {
            repository.Write(path, repository.Read(path) + "\n// one more line\n");
        }

        // The other process stands still until the search is done: only a search that does not wait gets there.
        using RunningProgram indexing = await StartAndStopWhileIndexingAsync(repository);
        RunResult search = (await Sandbox.RunAsync("search", "hash a password with a salt", "--repo", repository.Root)).Succeeded();
        JsonElement status = (await Sandbox.RunAsync("status", repository.Root, "--json")).Json();
        indexing.Signal("CONT");

        Assert.That(search.Output, Does.Contain(SourceText.UniquePath), search.Describe());
        Assert.That(search.Error, Does.Contain("Another process is indexing this repository"), search.Describe());
        Assert.That(status.GetProperty("records").GetInt32(), Is.Positive);
        (await indexing.WaitAsync()).Succeeded();
        await ExpectStoreLikeCleanIndexOfAsync(repository);
    }

    [Test]
    public async Task A_search_answers_from_what_is_there_while_another_process_indexes_for_the_first_time()
    {
        RepositoryOnDisk repository = Sandbox.NewRepository().AddSources(TopicsOfLongRun);
        using RunningProgram indexing = Sandbox.Start("index", repository.Root);
        Assert.That(await indexing.WaitUntilAsync(async () => await StoreContents.CountAsync(Sandbox.StoreFile) > 0), Is.True);
        indexing.Signal("STOP");
        Assert.That(HolderFileExists(), Is.True, "The run ended before it could be stopped.");

        JsonElement search = (await Sandbox.RunAsync("search", "cancel an order", "--repo", repository.Root, "--json")).Json();
        JsonElement noIndex = (await Sandbox.RunAsync("search", "cancel an order", "--repo", repository.Root, "--json", "--no-index")).Json();
        indexing.Signal("CONT");

        Assert.That(search.GetProperty("hits").GetArrayLength(), Is.Positive);
        Assert.That(noIndex.GetProperty("hits").GetArrayLength(), Is.Positive);
        (await indexing.WaitAsync()).Succeeded();
        await ExpectStoreLikeCleanIndexOfAsync(repository);
    }

    /// <summary>Stops a run right after it has taken the right to index the repository.</summary>
    private async Task<RunningProgram> StartAndStopWhileIndexingAsync(RepositoryOnDisk repository)
    {
        RunningProgram run = Sandbox.Start("index", repository.Root);
        Assert.That(await run.WaitUntilAsync(() => HolderFileExists()), Is.True);
        run.Signal("STOP");
        Assert.That(HolderFileExists(), Is.True, "The run ended before it could be stopped.");
        return run;
    }

    private bool HolderFileExists() =>
        Directory.Exists(Sandbox.Cache) && Directory.EnumerateFiles(Sandbox.Cache, "*.lock.holder", SearchOption.AllDirectories).Any();
}
