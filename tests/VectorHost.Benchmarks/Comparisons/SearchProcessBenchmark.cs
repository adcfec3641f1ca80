using VectorHost.Benchmarks.Inputs;
using VectorHost.Benchmarks.Measuring;
using VectorHost.Benchmarks.Reporting;
using VectorHost.TestSupport;

namespace VectorHost.Benchmarks.Comparisons;

/// <summary>A search from the command line on an indexed repository, process and all, against a process that does nothing.</summary>
internal sealed class SearchProcessBenchmark : IBenchmark
{
    private const int RunsInRound = 5;
    private static readonly string[] Search = ["search", "where is the configuration file read"];
    private static readonly string[] Backend = ["--no-repo-config", "--backend", EmbeddedStore.Backend];

    /// <inheritdoc/>
    public string Name => "search-process";

    /// <inheritdoc/>
    public async Task RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        context.Progress("search-process: first index");
        using TemporaryFolder home = new();
        string root = context.Repository.Root;
        Task<Usage> RunAsync(string executable, IEnumerable<string> arguments, CancellationToken token) =>
            MeasuredProcess.RunAsync(Executables.Prepare(executable, home.Path, arguments), token);
        await RunAsync(context.Executables.VectorHost, ["index", root, .. Backend], cancellationToken);

        Contender<Usage> Compare(string name, string executable, params IEnumerable<string> arguments) =>
            new(name, token => RunAsync(executable, arguments, token));
        Rounds rounds = context.IsQuick ? context.Rounds : context.Rounds with { Count = context.Rounds.Count * RunsInRound };
        IReadOnlyList<Series<Usage>> series = await rounds.RunAsync(
        [
            Compare("empty .NET process", context.Executables.EmptyProcess),
            Compare("vectorhost --version", context.Executables.VectorHost, "--version"),
            Compare("vectorhost search --no-index", context.Executables.VectorHost, [.. Search, "--repo", root, "--no-index", .. Backend]),
            Compare("vectorhost search", context.Executables.VectorHost, [.. Search, "--repo", root, .. Backend]),
        ],
        cancellationToken);
        Write(context, rounds, series);
    }

    private static void Write(BenchmarkContext context, Rounds rounds, IReadOnlyList<Series<Usage>> series)
    {
        context.Report.Paragraph($"{Path.GetFileName(context.Repository.Root)}: {rounds.Summary}.");
        MarkdownTable table = new("process", "wall ms", "CPU ms", "peak MB", "wall / empty", "CPU / empty");
        foreach (Series<Usage> own in series)
        {
            table.Add(
                own.Name,
                own.Of(usage => usage.WallSeconds * 1e3).ToString(),
                own.Of(usage => usage.CpuSeconds * 1e3).ToString(),
                own.Of(usage => usage.PeakBytes / 1e6).ToString(),
                own.RatioTo(series[0], usage => usage.WallSeconds).ToString(),
                own.RatioTo(series[0], usage => usage.CpuSeconds).ToString());
        }

        context.Report.Table(table);
    }
}
