using Spectre.Console;

namespace VectorHost.Output;

/// <summary>Shows how far work has come: bars on a terminal, a line now and then elsewhere.</summary>
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

    /// <summary>Follows work to its end, whichever that is.</summary>
    /// <param name="terminal">Where to show it.</param>
    /// <param name="work">The work; its failure is left to the caller.</param>
    /// <param name="bars">What a terminal shows; always as many.</param>
    /// <param name="line">What is shown elsewhere.</param>
    public async Task FollowAsync(Terminal terminal, Task work, Func<ProgressBar[]> bars, Func<string> line)
    {
        if (await EndsWithinAsync(work, _delay))
        {
            return;
        }

        if (terminal.ShowsProgress)
        {
            await DrawAsync(terminal.Messages, work, bars);
            return;
        }

        while (!await EndsWithinAsync(work, LineInterval))
        {
            terminal.Note(line());
        }
    }

    private static async Task DrawAsync(IAnsiConsole console, Task work, Func<ProgressBar[]> bars) =>
        await console.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                ProgressTask[] tasks = [.. bars().Select(bar => context.AddTask(bar.Description, maxValue: 1))];
                while (!await EndsWithinAsync(work, Refresh))
                {
                    foreach ((ProgressTask task, ProgressBar bar) in tasks.Zip(bars()))
                    {
                        task.Description = bar.Description;
                        task.IsIndeterminate = !bar.IsTotalKnown;
                        task.MaxValue = Math.Max(1, bar.Total);
                        task.Value = bar.Done;
                    }
                }
            });

    private static async Task<bool> EndsWithinAsync(Task work, TimeSpan time)
    {
        if (time > TimeSpan.Zero)
        {
            await Task.WhenAny(work, Task.Delay(time));
        }

        return work.IsCompleted;
    }
}
