using System.Globalization;
using Spectre.Console;
using VectorHost.Indexing.Pipeline;

namespace VectorHost.Output;

/// <summary>Shows how far a run has come: bars on a terminal, a line now and then elsewhere.</summary>
internal sealed class ProgressDisplay
{
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(5);

    private readonly TimeSpan _delay;

    private ProgressDisplay(TimeSpan delay) => _delay = delay;

    /// <summary>Shows progress from the first moment.</summary>
    public static ProgressDisplay Always { get; } = new(TimeSpan.Zero);

    /// <summary>Shows progress only of what takes longer than a person notices.</summary>
    public static ProgressDisplay WhenSlow { get; } = new(TimeSpan.FromSeconds(1));

    /// <summary>Follows a run to its end, whichever that is.</summary>
    /// <param name="terminal">Where to show it.</param>
    /// <param name="progress">What to show.</param>
    /// <param name="run">The run; its failure is left to the caller.</param>
    public async Task FollowAsync(Terminal terminal, IndexProgress progress, Task run)
    {
        if (await EndsWithinAsync(run, _delay))
        {
            return;
        }

        if (terminal.ShowsProgress)
        {
            await DrawBarsAsync(terminal.Messages, progress, run);
        }
        else
        {
            await WriteLinesAsync(terminal, progress, run);
        }
    }

    private static async Task DrawBarsAsync(IAnsiConsole console, IndexProgress progress, Task run) =>
        await console.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                ProgressTask files = context.AddTask("files", maxValue: 1);
                ProgressTask chunks = context.AddTask("chunks", maxValue: 1);
                while (!await EndsWithinAsync(run, Refresh))
                {
                    Update(files, PhaseName(progress), progress.FilesDone, progress.FilesSeen, isTotalKnown: progress.IsWalkComplete);
                    Update(chunks, "chunks saved", progress.ChunksDone, progress.ChunksFound, progress.FilesDone == progress.FilesSeen);
                }
            });

    private static void Update(ProgressTask task, string name, long done, long total, bool isTotalKnown)
    {
        task.Description = string.Create(CultureInfo.InvariantCulture, $"{name} {done:N0} of {(isTotalKnown ? "" : "at least ")}{total:N0}");
        task.IsIndeterminate = !isTotalKnown;
        task.MaxValue = Math.Max(1, total);
        task.Value = done;
    }

    private static async Task WriteLinesAsync(Terminal terminal, IndexProgress progress, Task run)
    {
        while (!await EndsWithinAsync(run, LineInterval))
        {
            terminal.Note(string.Create(
                CultureInfo.InvariantCulture,
                $"{PhaseName(progress)}: {progress.FilesDone:N0} of {progress.FilesSeen:N0} files, {progress.ChunksDone:N0} chunks saved"));
        }
    }

    private static string PhaseName(IndexProgress progress) => progress.Phase switch
    {
        IndexPhase.Waiting => "waiting for another process to finish indexing",
        IndexPhase.Comparing => "comparing with the store",
        IndexPhase.Removing => "removing what is gone",
        IndexPhase.Finishing => "finishing",
        _ => "indexing",
    };

    private static async Task<bool> EndsWithinAsync(Task run, TimeSpan time)
    {
        if (time > TimeSpan.Zero)
        {
            await Task.WhenAny(run, Task.Delay(time));
        }

        return run.IsCompleted;
    }
}
