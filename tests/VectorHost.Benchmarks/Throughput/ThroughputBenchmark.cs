using System.Globalization;
using VectorHost.Benchmarks.Measuring;
using VectorHost.Benchmarks.Peers;
using VectorHost.Benchmarks.Reporting;
using VectorHost.TestSupport;

namespace VectorHost.Benchmarks.Throughput;

/// <summary>Saving through each plugin whose records go to a server, against the vendor's own client and the same server.</summary>
internal sealed class ThroughputBenchmark : IBenchmark
{
    private const int RecordCount = 20_000;
    private const int PreferredBatch = 500;

    /// <inheritdoc/>
    public string Name => "throughput";

    /// <inheritdoc/>
    public bool IsOnRequest => true;

    /// <inheritdoc/>
    public async Task RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        RemoteBackend[] backends = [.. RemoteBackend.All.Where(backend => context.Includes(backend.Name))];
        InstalledPeers.Require(backends.SelectMany(backend => backend.Installed).Distinct());
        context.Progress("throughput");
        using TemporaryFolder folder = new();
        await using IndexedCorpus corpus = await IndexedCorpus.CreateAsync(
            context, folder.At("corpus"), context.IsQuick ? 1_000 : RecordCount, questions: 10, cancellationToken);
        await corpus.Input.WriteAsync(folder.At("input"), cancellationToken);
        context.Report.Paragraph(
            $"Saving {corpus.Description}, into something new and empty. Both clients send the same fields in the same batches, one after the other, and go on when "
            + $"a batch is durable and seen; the plugins save the repository's metadata with each, too. {context.Rounds.Summary}.");
        MarkdownTable table = new(
            "backend", "server", "client", "batch", "plugin s", "client s", "plugin records/s", "plugin CPU s", "client CPU s", "client / plugin, wall", "client / plugin, CPU");
        foreach (RemoteBackend backend in backends)
        {
            context.Progress($"throughput: {backend.Name}");
            await CompareAsync(context, backend, corpus.Input, folder, table, cancellationToken);
        }

        context.Report.Table(table);
    }

    private static async Task CompareAsync(
        BenchmarkContext context, RemoteBackend backend, PeerInput input, TemporaryFolder folder, MarkdownTable table, CancellationToken cancellationToken)
    {
        await using ServerProcess server = await ServerProcess.StartAsync(context.Executables, backend, folder.Path, cancellationToken);
        PluginSaving plugin = new(backend, server, context.Executables.PluginsDirectory, folder.At(backend.Name), input);
        int batch = await plugin.ChooseBatchAsync(PreferredBatch, cancellationToken);
        Peer client = new(backend.Client, $"Throughput/Drivers/{backend.Name}.mjs")
        {
            Environment = new Dictionary<string, string> { ["SERVER"] = server.SettingsJson, ["BATCH"] = batch.ToString(CultureInfo.InvariantCulture) },
        };
        await using PeerDriver driver = await PeerDriver.StartAsync(client, folder.At("input"), folder.At("none"), cancellationToken);
        IReadOnlyList<Series<BuildResult>> series = await context.Rounds.RunAsync<BuildResult>(
            [new("plugin", token => plugin.SaveAsync(batch, token)), new("client", driver.BuildAsync)], cancellationToken);
        (Series<BuildResult> own, Series<BuildResult> other) = (series[0], series[1]);
        table.Add(
            backend.Name,
            backend.Server,
            backend.Client,
            Spread.Format(batch),
            own.Of(round => round.Seconds).ToString(),
            other.Of(round => round.Seconds).ToString(),
            Spread.Format(own.Of(round => input.Records.Count / round.Seconds).Median),
            Spread.Format(own.Of(round => round.Cpu).Median),
            Spread.Format(other.Of(round => round.Cpu).Median),
            other.RatioTo(own, round => round.Seconds).ToString(),
            other.RatioTo(own, round => round.Cpu).ToString());
    }
}
