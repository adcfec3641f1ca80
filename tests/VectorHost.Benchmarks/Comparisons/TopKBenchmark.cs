using VectorHost.Abstractions;
using VectorHost.Benchmarks.Inputs;
using VectorHost.Benchmarks.Measuring;
using VectorHost.Benchmarks.Reporting;
using VectorHost.TestSupport;

namespace VectorHost.Benchmarks.Comparisons;

/// <summary>
/// The ten nearest records through the plugin host and the contract, against a plain scan over one array of the same
/// vectors in this process.
/// </summary>
internal sealed class TopKBenchmark : IBenchmark
{
    private const int Top = 10;
    private const int Loads = 3;
    private const int Questions = 50;
    private static readonly (int Count, int Dimensions)[] Sets = [(10_000, 256), (10_000, 1_024), (100_000, 256), (100_000, 1_024)];

    /// <inheritdoc/>
    public string Name => "top-k";

    /// <inheritdoc/>
    public async Task RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        context.Report.Paragraph(
            $"Generated clustered unit vectors, texts of 1,000 characters, top {Top}, {Questions} questions a round, one at a time; "
            + $"{context.Rounds.Summary}. Each ratio compares the processor time of a question with that of the plain "
            + "scan of the same rows above it.");
        MarkdownTable searches = new("records x dimensions", "scope", "way", "p50 ms", "p95 ms", "CPU ms", "CPU / scan", "p50 / scan", "recall@10");
        MarkdownTable loads = new("records x dimensions", "saving s", "saving CPU s", "first search ms", "first search CPU ms", "managed memory MB", "float32 alone MB", "files MB");
        foreach ((int count, int dimensions) in context.IsQuick ? [(2_000, 64)] : Sets)
        {
            context.Progress($"top-k: {count:N0} x {dimensions:N0}");
            await CompareAsync(context, new GeneratedRecords(count, dimensions, Questions), searches, loads, cancellationToken);
            Usage.Settle();
        }

        context.Report.Table(searches);
        context.Report.Paragraph(
            "Saving is in batches of 500, one commit each. The first search of a store reads the vectors into memory, or maps the file of codes where the repository is large enough for one. Memory is what it leaves on the managed heap; the file system's cache is warm.");
        context.Report.Table(loads);
    }

    private static async Task CompareAsync(
        BenchmarkContext context, GeneratedRecords set, MarkdownTable searches, MarkdownTable loads, CancellationToken cancellationToken)
    {
        using TemporaryFolder folder = new();
        string directory = folder.Path;
        Usage saving = await SaveAsync(context, set, directory, cancellationToken);
        Contender<(Usage Usage, double Megabytes)> loading = new("load", token => LoadAsync(context, set, directory, token));
        IReadOnlyList<Series<(Usage Usage, double Megabytes)>> loaded =
            await new Rounds(Loads, WarmUps: 0, context.Progress).RunAsync([loading], cancellationToken);
        loads.Add(
            set.Name,
            Spread.Format(saving.WallSeconds),
            Spread.Format(saving.CpuSeconds),
            loaded[0].Of(load => load.Usage.WallSeconds * 1e3).ToString(),
            loaded[0].Of(load => load.Usage.CpuSeconds * 1e3).ToString(),
            Spread.Format(loaded[0].Of(load => load.Megabytes).Median),
            Spread.Format((double)set.Count * set.Dimensions * sizeof(float) / 1e6),
            Spread.Format(EmbeddedStore.SizeIn(directory) / 1e6));

        await using PluginStore store = await EmbeddedStore.OpenAsync(context.Executables.PluginsDirectory, directory, cancellationToken);
        await using PluginStore exactStore = await EmbeddedStore.OpenAsync(
            context.Executables.PluginsDirectory, directory, cancellationToken, new Dictionary<string, string?> { ["exact"] = "true" });
        Way[] ways = [.. Way.All(set, store.Store, exactStore.Store, Top)];
        IReadOnlyList<Series<Latencies>> series = await context.QuestionRounds.RunAsync<Latencies>(
            [.. ways.Select(way => new Contender<Latencies>(way.Name, token => Latencies.OfAsync(set.Questions, question => way.FindAsync(question, token))))],
            cancellationToken);
        for (int i = 0; i < ways.Length; i++)
        {
            int scan = Array.FindLastIndex(ways, i, way => way.IsScan);
            double recall = await RecallAsync(set, ways[scan], ways[i], cancellationToken);
            searches.Add(
                set.Name,
                ways[i].Scope,
                ways[i].Name,
                series[i].Of(round => round.P50).ToString(),
                Spread.Format(series[i].Of(round => round.P95).Median),
                Spread.Format(series[i].Of(round => round.Cpu).Median),
                i == scan ? MarkdownTable.Nothing : series[i].RatioTo(series[scan], round => round.Cpu).ToString(),
                i == scan ? MarkdownTable.Nothing : series[i].RatioTo(series[scan], round => round.P50).ToString(),
                Spread.FormatPart(recall));
        }
    }

    private static async Task<Usage> SaveAsync(
        BenchmarkContext context, GeneratedRecords records, string directory, CancellationToken cancellationToken)
    {
        await using PluginStore store = await EmbeddedStore.OpenAsync(context.Executables.PluginsDirectory, directory, cancellationToken);
        IVectorStore target = store.Store;
        return await Usage.OfAsync(() => records.SaveAsync(target, cancellationToken));
    }

    private static async Task<(Usage Usage, double Megabytes)> LoadAsync(
        BenchmarkContext context, GeneratedRecords set, string directory, CancellationToken cancellationToken)
    {
        await using PluginStore store = await EmbeddedStore.OpenAsync(context.Executables.PluginsDirectory, directory, cancellationToken);
        IVectorStore target = store.Store;
        long before = GC.GetTotalMemory(forceFullCollection: true);
        Usage usage = await Usage.OfAsync(
            () => target.SearchAsync(new VectorQuery { Embedding = set.Questions[0], Top = Top }, cancellationToken));
        return (usage, (GC.GetTotalMemory(forceFullCollection: true) - before) / 1e6);
    }

    private static async Task<double> RecallAsync(GeneratedRecords set, Way exact, Way other, CancellationToken cancellationToken)
    {
        double found = 0;
        foreach (ReadOnlyMemory<float> question in set.Questions)
        {
            IReadOnlyList<Guid> right = await exact.FindAsync(question, cancellationToken);
            IReadOnlyList<Guid> answer = await other.FindAsync(question, cancellationToken);
            found += right.Intersect(answer).Count() / (double)right.Count;
        }

        return found / set.Questions.Count;
    }
}
