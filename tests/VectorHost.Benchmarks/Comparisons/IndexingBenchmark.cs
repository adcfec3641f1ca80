using VectorHost.Benchmarks.Inputs;
using VectorHost.Benchmarks.Measuring;
using VectorHost.Benchmarks.Reporting;
using VectorHost.Indexing.Pipeline;
using VectorHost.TestSupport;

namespace VectorHost.Benchmarks.Comparisons;

/// <summary>
/// Indexing a repository, for the first time and again with nothing changed, against the least that it must do: as whole
/// processes, and within this one, where no process has to start.
/// </summary>
internal sealed class IndexingBenchmark : IBenchmark
{
    private const int InProcess = 4;

    /// <inheritdoc/>
    public string Name => "indexing";

    /// <inheritdoc/>
    public async Task RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        context.Progress("indexing: first index");
        using TemporaryFolder indexedHome = new();
        await RunIndexAsync(context, indexedHome, cancellationToken);
        await using RepositoryIndex indexed = await RepositoryIndex.CreateAsync(context, cancellationToken);
        IndexSummary summary = await indexed.UpdateAsync(cancellationToken);

        IReadOnlyList<Series<Usage>> series = await context.Rounds.RunAsync<Usage>(
        [
            new("process: walk only", token => RunBaselineAsync(context, FileBaseline.WalkArguments, token)),
            new("process: walk, read, hash", token => RunBaselineAsync(context, FileBaseline.HashArguments, token)),
            new("process: index, first time", token => IndexFreshProcessAsync(context, token)),
            new("process: index, nothing changed", token => RunIndexAsync(context, indexedHome, token)),
            new("library: walk only", _ => Usage.OfAsync(() => Task.FromResult(FileBaseline.Walk(context.Repository.Root)))),
            new("library: walk, read, hash", _ => Usage.OfAsync(() => Task.FromResult(FileBaseline.Hash(context.Repository.Root)))),
            new("library: index, first time", token => IndexFreshAsync(context, token)),
            new("library: index, nothing changed", token => Usage.OfAsync(() => indexed.UpdateAsync(token))),
        ],
        cancellationToken);
        Write(context, indexed, summary, series);
    }

    private static Task<Usage> RunBaselineAsync(
        BenchmarkContext context, Func<string, IEnumerable<string>> arguments, CancellationToken cancellationToken) =>
        MeasuredProcess.RunAsync(
            Executables.Prepare(context.Executables.Benchmarks, Path.GetTempPath(), arguments(context.Repository.Root)), cancellationToken);

    private static async Task<Usage> IndexFreshProcessAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        using TemporaryFolder home = new();
        return await RunIndexAsync(context, home, cancellationToken);
    }

    private static Task<Usage> RunIndexAsync(BenchmarkContext context, TemporaryFolder home, CancellationToken cancellationToken) =>
        MeasuredProcess.RunAsync(
            Executables.Prepare(
                context.Executables.VectorHost, home.Path,
                "index", context.Repository.Root, "--json", "--no-repo-config", "--backend", EmbeddedStore.Backend),
            cancellationToken);

    private static async Task<Usage> IndexFreshAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        await using RepositoryIndex index = await RepositoryIndex.CreateAsync(context, cancellationToken);
        return await Usage.OfAsync(() => index.UpdateAsync(cancellationToken));
    }

    private static void Write(BenchmarkContext context, RepositoryIndex index, IndexSummary summary, IReadOnlyList<Series<Usage>> series)
    {
        double megabytes = summary.BytesRead / 1e6;
        context.Report.Paragraph(
            $"{Path.GetFileName(context.Repository.Root)}: {summary.Files:N0} files, {megabytes:F1} MB, {summary.Chunks:N0} chunks; "
            + $"store {index.StoreBytes / 1e6:F0} MB, snapshot {index.SnapshotBytes / 1e6:F1} MB; "
            + $"{context.Rounds.Summary}. Ratios are of processor time.");
        MarkdownTable table = new(
            "way", "wall s", "CPU s", "peak MB", "files/s", "chunks/s", "MB/s", "CPU / (walk, read, hash)", "CPU / walk");
        for (int i = 0; i < series.Count; i++)
        {
            Series<Usage> own = series[i];
            int baseline = i / InProcess * InProcess;
            double wall = own.Of(usage => usage.WallSeconds).Median;
            bool makesChunks = i % InProcess > 1;
            table.Add(
                own.Name,
                own.Of(usage => usage.WallSeconds).ToString(),
                own.Of(usage => usage.CpuSeconds).ToString(),
                i < InProcess ? own.Of(usage => usage.PeakBytes / 1e6).ToString() : MarkdownTable.Nothing,
                Spread.Format(summary.Files / wall),
                makesChunks ? Spread.Format(summary.Chunks / wall) : MarkdownTable.Nothing,
                Spread.Format(megabytes / wall),
                own.RatioTo(series[baseline + 1], usage => usage.CpuSeconds).ToString(),
                own.RatioTo(series[baseline], usage => usage.CpuSeconds).ToString());
        }

        context.Report.Table(table);
    }
}
