using System.Globalization;
using VectorHost.Benchmarks.Inputs;
using VectorHost.Benchmarks.Measuring;
using VectorHost.Benchmarks.Reporting;
using VectorHost.TestSupport;

namespace VectorHost.Benchmarks.Comparisons;

/// <summary>Finding the backends in a folder of plugins: the host's scanner against the least that reads the same files, and against loading.</summary>
internal sealed class DiscoveryBenchmark : IBenchmark
{
    private const int Plugins = 50;
    private const int ManyTypes = 1000;

    private static readonly (string Name, string Way)[] Ways =
    [
        ("nothing", DiscoveryWays.Nothing),
        ("MetadataReader, main DLLs", nameof(DiscoveryWays.MainAssemblies)),
        ("MetadataReader, all DLLs", nameof(DiscoveryWays.AllAssemblies)),
        ("MetadataReader, all DLLs and manifests", nameof(DiscoveryWays.AllFiles)),
        ("PluginScanner", nameof(DiscoveryWays.Scanner)),
        ("AssemblyLoadContext, GetTypes", nameof(DiscoveryWays.LoadContexts)),
        ("MetadataLoadContext, GetTypes", nameof(DiscoveryWays.MetadataLoadContexts)),
    ];

    private static readonly int SameFiles = Array.FindIndex(Ways, way => way.Way == nameof(DiscoveryWays.AllFiles));

    private static readonly int Scanner = Array.FindIndex(Ways, way => way.Way == nameof(DiscoveryWays.Scanner));

    /// <inheritdoc/>
    public string Name => "discovery";

    /// <inheritdoc/>
    public async Task RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        using TemporaryFolder home = new();
        foreach ((string size, int types) in new[] { ("small", 0), ("large", context.IsQuick ? ManyTypes / 10 : ManyTypes) })
        {
            int count = context.IsQuick ? Plugins / 10 : Plugins;
            context.Progress($"discovery: {count} {size} plugins");
            string root = home.At(size);
            PluginFolder.Write(root, count, types);
            IReadOnlyList<Series<DiscoveryCost>> series = await context.Rounds.RunAsync(
                [.. Ways.Select(way => new Contender<DiscoveryCost>(way.Name, token => MeasureAsync(context.Executables, home.Path, way.Way, root, count, token)))],
                cancellationToken);
            Write(context, series, $"{count} plugins of {types} types and one library each");
        }
    }

    private static async Task<DiscoveryCost> MeasureAsync(
        Executables executables, string home, string way, string root, int count, CancellationToken cancellationToken)
    {
        Usage once = await MeasuredProcess.RunAsync(
            Executables.Prepare(executables.Benchmarks, home, DiscoveryProcess.OnceArguments(way, root, count)), cancellationToken);
        string output = await MeasuredProcess.ReadAsync(
            Executables.Prepare(executables.Benchmarks, home, DiscoveryProcess.OftenArguments(way, root, count)), cancellationToken);
        string[] numbers = output.Split(' ');
        return new DiscoveryCost(
            once, double.Parse(numbers[1], CultureInfo.InvariantCulture), int.Parse(numbers[0], CultureInfo.InvariantCulture));
    }

    private static void Write(BenchmarkContext context, IReadOnlyList<Series<DiscoveryCost>> series, string what)
    {
        context.Report.Paragraph($"{what}; {context.Rounds.Summary}.");
        MarkdownTable table = new(
            "way", "process wall ms", "process CPU ms", "CPU / same files", "further pass, CPU ms", "pass / same files", "assemblies of plugins loaded");
        Series<DiscoveryCost> sameFiles = series[SameFiles];
        foreach (Series<DiscoveryCost> own in series)
        {
            table.Add(
                own.Name,
                own.Of(cost => cost.Process.WallSeconds * 1e3).ToString(),
                own.Of(cost => cost.Process.CpuSeconds * 1e3).ToString(),
                own.RatioTo(sameFiles, cost => cost.Process.CpuSeconds).ToString(),
                own.Of(cost => cost.PassSeconds * 1e3).ToString(),
                own.RatioTo(sameFiles, cost => cost.PassSeconds).ToString(),
                own.Rounds.Max(cost => cost.LoadedAssemblies).ToString(CultureInfo.InvariantCulture));
        }

        context.Report.Table(table);
        int loaded = series[Scanner].Rounds.Max(cost => cost.LoadedAssemblies);
        context.Report.Paragraph(loaded == 0 ? "The scanner loaded no assembly of a plugin." : $"The scanner LOADED {loaded} assemblies of plugins.");
    }
}
