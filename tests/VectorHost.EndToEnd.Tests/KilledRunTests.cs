using System.Diagnostics;
using VectorHost.EndToEnd.Tests.Harness;

namespace VectorHost.EndToEnd.Tests;

/// <summary>A run that ends in the middle leaves a store that opens, and the next run completes it.</summary>
[TestFixture]
[Category("Slow")]
public sealed class KilledRunTests : EndToEndTest
{
    private const int Kills = 20;
    private const int Topics = 250;

    [Test]
    public async Task Twenty_runs_killed_at_any_moment_leave_nothing_behind_that_a_clean_run_would_not()
    {
        RepositoryOnDisk repository = Sandbox.NewRepository().AddSources(Topics);
        Random random = new(20_240_101);
        double[] moments = [.. Enumerable.Range(0, Kills).Select(i => (i + random.NextDouble()) / Kills)];
        random.Shuffle(moments);
        TimeSpan length = await IndexAsync(repository);
        Dictionary<Work, TimeSpan> lengths = Enum.GetValues<Work>().ToDictionary(work => work, _ => length);

        int killed = 0;
        for (int attempt = 0; killed < Kills; attempt++)
        {
            Assert.That(attempt, Is.LessThan(5 * Kills), "Runs end before they can be killed.");

            // Nothing is ever cleared after the first part: what a killed run leaves behind stays until another removes it.
            Work work = attempt % 2 == 1 ? Work.Rest : killed < Kills / 3 ? Work.Everything : Work.Change;
            if (work == Work.Change)
            {
                await IndexAsync(repository);
            }

            Change(repository, random, every: work == Work.Change ? 3 : 60);
            if (await IndexAsync(repository, lengths[work] * moments[killed], work == Work.Everything ? ["--full"] : []) is { } ended)
            {
                lengths[work] = ended * 0.9;
                continue;
            }

            killed++;
            (await Sandbox.RunAsync("status", repository.Root)).Succeeded();
        }

        await IndexAsync(repository);
        await ExpectStoreLikeCleanIndexOfAsync(repository);
    }

    [Test]
    public async Task A_run_killed_while_it_makes_the_store_leaves_one_that_opens()
    {
        RepositoryOnDisk repository = Sandbox.NewRepository().AddSources();
        for (int i = 0; i < 5; i++)
        {
            if (File.Exists(Sandbox.StoreFile))
            {
                Directory.Delete(Path.GetDirectoryName(Sandbox.StoreFile)!, recursive: true);
            }

            using RunningProgram run = Sandbox.Start("index", repository.Root);
            Assert.That(await run.WaitUntilAsync(() => File.Exists(Sandbox.StoreFile)), Is.True);
            await Task.Delay(i * 2);
            run.Kill();
            await run.WaitAsync();

            (await Sandbox.RunAsync("status", repository.Root)).Succeeded();
        }

        (await Sandbox.RunAsync("index", repository.Root)).Succeeded();
        await ExpectStoreLikeCleanIndexOfAsync(repository);
    }

    [TestCase("INT")]
    [TestCase("TERM")]
    public async Task An_interrupted_run_says_one_sentence_and_the_next_goes_on(string signal)
    {
        RepositoryOnDisk repository = Sandbox.NewRepository().AddSources(Topics);
        using RunningProgram run = Sandbox.Start("index", repository.Root);
        Assert.That(await run.WaitUntilAsync(() => File.Exists(Sandbox.StoreFile)), Is.True);
        run.Signal(signal);
        RunResult stopped = await run.WaitAsync();

        Assert.That(stopped.ExitCode, Is.EqualTo(130), stopped.Describe());
        Assert.That(stopped.Error, Is.EqualTo("Stopped. What was saved stays saved; the next run goes on from there.\n"), stopped.Describe());
        Assert.That(stopped.Output, Is.Empty, stopped.Describe());

        (await Sandbox.RunAsync("index", repository.Root)).Succeeded();
        await ExpectStoreLikeCleanIndexOfAsync(repository);
    }

    /// <summary>What a run has to do when it is killed.</summary>
    private enum Work
    {
        /// <summary>Deletes all there is and begins anew.</summary>
        Everything,

        /// <summary>Goes on where the one before was killed.</summary>
        Rest,

        /// <summary>Brings a complete index up to date.</summary>
        Change,
    }

    private async Task<TimeSpan> IndexAsync(RepositoryOnDisk repository)
    {
        long started = Stopwatch.GetTimestamp();
        (await Sandbox.RunAsync("index", repository.Root)).Succeeded();
        return Stopwatch.GetElapsedTime(started);
    }

    /// <summary>Starts a run and kills it at a moment.</summary>
    /// <returns>How long it took, where it ended before that; otherwise <see langword="null"/>.</returns>
    private async Task<TimeSpan?> IndexAsync(RepositoryOnDisk repository, TimeSpan moment, string[] options)
    {
        long started = Stopwatch.GetTimestamp();
        using RunningProgram run = Sandbox.Start(["index", repository.Root, .. options]);
        using CancellationTokenSource limit = new(moment);
        try
        {
            (await run.WaitAsync(limit.Token)).Succeeded();
            return Stopwatch.GetElapsedTime(started);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            run.Kill();
            return (await run.WaitAsync()).ExitCode == 0 ? moment : null;
        }
    }

    /// <summary>Changes files, always the same, so that what was saved of one change is superfluous after the next.</summary>
    private static void Change(RepositoryOnDisk repository, Random random, int every)
    {
        string[] paths = [.. repository.Files()];
        for (int i = 0; i < paths.Length; i += every)
        {
            repository.Write(paths[i], $"{SourceText.UniqueText}\n-- changed {random.Next()}\n{repository.Read(paths[i])[^200..]}");
        }

        repository.Delete(paths[1]).Move(paths[2], $"moved/{random.Next()}/{Path.GetFileName(paths[2])}");
    }
}
