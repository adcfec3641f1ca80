using System.Globalization;
using VectorHost.Indexing.Pipeline;

namespace VectorHost.Output;

/// <summary>Shows how far an indexing run has come.</summary>
internal static class IndexingDisplay
{
    /// <summary>Follows a run to its end, whichever that is; its failure is left to the caller.</summary>
    public static Task FollowAsync(this ProgressDisplay display, Terminal terminal, IndexProgress progress, Task run) =>
        display.FollowAsync(terminal, run, () => Bars(progress), () => string.Create(
            CultureInfo.InvariantCulture,
            $"{PhaseName(progress)}: {progress.FilesDone:N0} of {progress.FilesSeen:N0} files, {progress.ChunksDone:N0} chunks saved"));

    private static ProgressBar[] Bars(IndexProgress progress) =>
    [
        Bar(PhaseName(progress), progress.FilesDone, progress.FilesSeen, progress.IsWalkComplete),
        Bar("chunks saved", progress.ChunksDone, progress.ChunksFound, progress.FilesDone == progress.FilesSeen),
    ];

    private static ProgressBar Bar(string name, long done, long total, bool isTotalKnown) => new(
        string.Create(CultureInfo.InvariantCulture, $"{name} {done:N0} of {(isTotalKnown ? "" : "at least ")}{total:N0}"), done, total, isTotalKnown);

    private static string PhaseName(IndexProgress progress) => progress.Phase switch
    {
        IndexPhase.Waiting => "waiting for another process to finish indexing",
        IndexPhase.Comparing => "comparing with the store",
        IndexPhase.Removing => "removing what is gone",
        IndexPhase.Finishing => "finishing",
        _ => "indexing",
    };
}
