using System.Globalization;
using VectorHost.Indexing.Moving;

namespace VectorHost.Output;

/// <summary>Shows how far a move of records has come.</summary>
internal static class MoveDisplay
{
    /// <summary>Follows a move to its end, whichever that is; its failure is left to the caller.</summary>
    public static Task FollowAsync(Terminal terminal, MoveProgress progress, Task move) => ProgressDisplay.WhenSlow.FollowAsync(
        terminal, move, () => [new ProgressBar(Describe(progress), progress.Done, progress.Total)], () => Describe(progress));

    private static string Describe(MoveProgress progress) => string.Create(
        CultureInfo.InvariantCulture, $"{PhaseName(progress.Phase)} {progress.Done:N0} of {progress.Total:N0} records");

    private static string PhaseName(MovePhase phase) => phase switch
    {
        MovePhase.Reading => "reading",
        MovePhase.Writing => "writing",
        _ => "verifying",
    };
}
