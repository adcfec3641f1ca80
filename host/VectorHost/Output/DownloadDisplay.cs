using System.Globalization;
using Spectre.Console;
using VectorHost.Indexing.Embedding.Models;

namespace VectorHost.Output;

/// <summary>Shows how far downloads have come: bars on a terminal, a line for each file elsewhere.</summary>
internal static class DownloadDisplay
{
    /// <summary>Follows a download to its end, whichever that is.</summary>
    /// <param name="terminal">Where to show it.</param>
    /// <param name="start">Starts the download, which reports to what it is given; its failure is left to the caller.</param>
    public static async Task FollowAsync(Terminal terminal, Func<IProgress<ModelPullProgress>, Task> start)
    {
        if (!terminal.ShowsProgress)
        {
            await FinishAsync(start(new Reporter(LinesOf(terminal))));
            return;
        }

        await terminal.Messages.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new DownloadedColumn(), new TransferSpeedColumn())
            .StartAsync(context => FinishAsync(start(new Reporter(BarsOf(context)))));
    }

    private static Action<ModelPullProgress> BarsOf(ProgressContext context)
    {
        Dictionary<string, ProgressTask> bars = [];
        return step =>
        {
            if (!bars.TryGetValue(step.File, out ProgressTask? bar))
            {
                bars[step.File] = bar = context.AddTask(Markup.Escape(step.File));
            }

            bar.IsIndeterminate = step.Total is null;
            bar.MaxValue = Math.Max(1, step.Total ?? step.Done);
            bar.Value = step.Done;
        };
    }

    private static Action<ModelPullProgress> LinesOf(Terminal terminal)
    {
        HashSet<string> shown = [];
        return step =>
        {
            if (shown.Add(step.File))
            {
                string size = step.Total is { } total ? string.Create(CultureInfo.InvariantCulture, $", {total / 1e6:0.0} MB") : "";
                terminal.Note($"fetching {step.File}{size}");
            }
        };
    }

    private static async Task FinishAsync(Task download) => await download.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <summary>Reports at once, on the caller's thread, unlike <see cref="Progress{T}"/>.</summary>
    private sealed class Reporter(Action<ModelPullProgress> report) : IProgress<ModelPullProgress>
    {
        public void Report(ModelPullProgress value) => report(value);
    }
}
