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
        long started = Stopwatch.GetTimestamp();
        (await Sandbox.RunAsync("index", repository.Root)).Succeeded();
        TimeSpan length = Stopwatch.GetElapsedTime(started);

        int killed = 0;
        for (int attempt = 0; killed < Kills; attempt++)
        {
            Assert.That(attempt, Is.LessThan(5 * Kills), "Runs end before they can be killed.");
            Change(repository, random);

            // Every other run begins by deleting everything, so that there is always much to do.
            string[] options = attempt % 2 == 0 ? ["--full"] : [];
            using RunningProgram run = Sandbox.Start(["index", repository.Root, .. options]);
            started = Stopwatch.GetTimestamp();
            await Task.Delay(length * ((killed + random.NextDouble()) / Kills));
            if (run.HasExited)
            {
                length = Stopwatch.GetElapsedTime(started) * 0.9;
                (await run.WaitAsync()).Succeeded();
                continue;
            }

            run.Kill();
            killed += (await run.WaitAsync()).ExitCode == 0 ? 0 : 1;
            (await Sandbox.RunAsync("status", repository.Root)).Succeeded();
        }

        (await Sandbox.RunAsync("index", repository.Root)).Succeeded();
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

    private static void Change(RepositoryOnDisk repository, Random random)
    {
        string[] files = [.. repository.Files()];
        random.Shuffle(files);
        foreach (string path in files[..20])
        {
            repository.Write(path, repository.Read(path) + $"\n-- changed {random.Next()}\n");
        }

        repository.Delete(files[20]).Move(files[21], $"moved/{random.Next()}/{Path.GetFileName(files[21])}");
    }
}
