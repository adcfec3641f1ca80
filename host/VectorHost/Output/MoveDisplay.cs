using System.Globalization;
using Spectre.Console;
using VectorHost.Indexing.Moving;

namespace VectorHost.Output;

/// <summary>Shows how far a move of records has come: a bar on a terminal, a line now and then elsewhere.</summary>
internal static class MoveDisplay
{
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(5);

    /// <summary>Follows a move to its end, whichever that is; its failure is left to the caller.</summary>
    public static async Task FollowAsync(Terminal terminal, MoveProgress progress, Task move)
    {
        if (await EndsWithinAsync(move, Delay))
        {
            return;
        }

        if (!terminal.ShowsProgress)
        {
            while (!await EndsWithinAsync(move, LineInterval))
            {
                terminal.Note(Describe(progress));
            }

            return;
        }

        await terminal.Messages.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                ProgressTask bar = context.AddTask("records", maxValue: 1);
                while (!await EndsWithinAsync(move, Refresh))
                {
                    bar.Description = Describe(progress);
                    bar.MaxValue = Math.Max(1, progress.Total);
                    bar.Value = progress.Done;
                }
            });
    }

    private static string Describe(MoveProgress progress) => string.Create(
        CultureInfo.InvariantCulture, $"{PhaseName(progress.Phase)} {progress.Done:N0} of {progress.Total:N0} records");

    private static string PhaseName(MovePhase phase) => phase switch
    {
        MovePhase.Reading => "reading",
        MovePhase.Writing => "writing",
        _ => "verifying",
    };

    private static async Task<bool> EndsWithinAsync(Task move, TimeSpan time)
    {
        await Task.WhenAny(move, Task.Delay(time));
        return move.IsCompleted;
    }
}
