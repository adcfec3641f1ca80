using VectorHost.Benchmarks.Measuring;
using VectorHost.Benchmarks.Reporting;

namespace VectorHost.Benchmarks.Comparisons;

/// <summary>The stages of indexing one by one, each alone and with its input at hand: which one sets the pace.</summary>
internal sealed class StagesBenchmark : IBenchmark
{
    /// <inheritdoc/>
    public string Name => "stages";

    /// <inheritdoc/>
    public async Task RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        context.Progress("stages: reading");
        using IndexingStages stages = await IndexingStages.PrepareAsync(context, cancellationToken);
        IReadOnlyList<Series<Usage>> series = await context.Rounds.RunAsync<Usage>(
        [
            new("walk", _ => stages.WalkAsync()),
            new("read, decode, hash", stages.ReadAsync),
            new("cut into chunks", _ => stages.ChunkAsync()),
            new("hash chunks", _ => stages.IdentifyAsync()),
            new("embed", stages.EmbedAsync),
            new("save", stages.SaveAsync),
            new("write snapshot", stages.WriteSnapshotAsync),
        ],
        cancellationToken);
        Write(context, stages, series);
    }

    private static void Write(BenchmarkContext context, IndexingStages stages, IReadOnlyList<Series<Usage>> series)
    {
        double megabytes = stages.Bytes / 1e6;
        double total = series.Sum(own => own.Of(usage => usage.CpuSeconds).Median);
        context.Report.Paragraph(
            $"{Path.GetFileName(context.Repository.Root)}: {stages.FileCount:N0} files, {megabytes:F1} MB, {stages.ChunkCount:N0} chunks; each stage on one "
            + $"thread; {context.Rounds.Summary}. Rates are per second of processor time.");
        MarkdownTable table = new("stage", "wall s", "CPU s", "share of CPU", "MB/s", "files/s", "chunks/s");
        foreach (Series<Usage> own in series)
        {
            double cpu = own.Of(usage => usage.CpuSeconds).Median;
            table.Add(
                own.Name,
                own.Of(usage => usage.WallSeconds).ToString(),
                own.Of(usage => usage.CpuSeconds).ToString(),
                $"{100 * cpu / total:F0} %",
                Spread.Format(megabytes / cpu),
                Spread.Format(stages.FileCount / cpu),
                Spread.Format(stages.ChunkCount / cpu));
        }

        context.Report.Table(table);
        context.Report.Paragraph($"Together {Spread.Format(total)} s of processor time.");
    }
}
