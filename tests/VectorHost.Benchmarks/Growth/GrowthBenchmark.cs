using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using VectorHost.Benchmarks.Inputs;
using VectorHost.Benchmarks.Measuring;
using VectorHost.Benchmarks.Reporting;
using VectorHost.TestSupport;

namespace VectorHost.Benchmarks.Growth;

/// <summary>How the cost of the embedded store grows with records and dimensions, in processes of their own.</summary>
internal sealed class GrowthBenchmark : IBenchmark
{
    private static readonly (int Count, int Dimensions)[] Sets =
        [(10_000, 256), (10_000, 768), (100_000, 256), (100_000, 768), (1_000_000, 256), (1_000_000, 768)];

    /// <inheritdoc/>
    public string Name => "growth";

    /// <inheritdoc/>
    public bool IsOnRequest => true;

    /// <inheritdoc/>
    public async Task RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        context.Report.Paragraph(
            "Generated clustered unit vectors, texts of 1,000 characters, 99 records of 100 in one repository; saved in batches of 500, each of which is durable; then, in "
            + "a new process, the ten nearest of 100 questions, with their texts, in the large repository and in the small one. Saved once, "
            + $"asked in rounds; {context.Rounds.Summary}.");
        MarkdownTable table = new(
            "records x dimensions", "saving s", "records/s", "saving CPU s", "saving peak MB", "file MB", "bytes a record",
            "first search ms", "first CPU ms", "p50 ms", "CPU ms", "1 % p50 ms", "search peak MB");
        foreach ((int count, int dimensions) in context.IsQuick ? [(2_000, 64)] : Sets)
        {
            context.Progress($"growth: {count:N0} x {dimensions}");
            await MeasureAsync(context, count, dimensions, table, cancellationToken);
        }

        context.Report.Table(table);
    }

    private static async Task MeasureAsync(BenchmarkContext context, int count, int dimensions, MarkdownTable table, CancellationToken cancellationToken)
    {
        using TemporaryFolder folder = new();
        string plugins = context.Executables.PluginsDirectory;
        async Task<T> RunAsync<T>(IEnumerable<string> arguments, JsonTypeInfo<T> kind, CancellationToken token) => JsonSerializer.Deserialize(
            await MeasuredProcess.ReadAsync(Executables.Prepare(context.Executables.Benchmarks, folder.Path, arguments), token), kind)!;

        GrowthSaving saving = await RunAsync(
            GrowthProcess.SaveArguments(plugins, folder.Path, count, dimensions), GrowthJson.Default.GrowthSaving, cancellationToken);
        long bytes = EmbeddedStore.SizeIn(folder.Path);
        IReadOnlyList<Series<GrowthAnswer>> answers = await context.Rounds.RunAsync<GrowthAnswer>(
            [new("ask", token => RunAsync(GrowthProcess.AskArguments(plugins, folder.Path, count, dimensions), GrowthJson.Default.GrowthAnswer, token))],
            cancellationToken);
        Series<GrowthAnswer> asked = answers[0];
        table.Add(
            $"{count:N0} x {dimensions}",
            Spread.Format(saving.Seconds),
            Spread.Format(count / saving.Seconds),
            Spread.Format(saving.Cpu),
            Spread.Format(saving.Peak / 1e6),
            Spread.Format(bytes / 1e6),
            Spread.Format(bytes / (double)count),
            asked.Of(answer => answer.FirstSeconds * 1e3).ToString(),
            Spread.Format(asked.Of(answer => answer.FirstCpu * 1e3).Median),
            asked.Of(answer => answer.P50).ToString(),
            Spread.Format(asked.Of(answer => answer.Cpu).Median),
            asked.Of(answer => answer.FilteredP50).ToString(),
            Spread.Format(asked.Of(answer => answer.Peak / 1e6).Median));
    }
}
