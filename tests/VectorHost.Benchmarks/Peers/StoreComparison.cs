using VectorHost.Abstractions;
using VectorHost.Benchmarks.Inputs;
using VectorHost.Benchmarks.Measuring;
using VectorHost.Benchmarks.Reporting;

namespace VectorHost.Benchmarks.Peers;

/// <summary>Saving all records, and searching them, all and in one repository of a hundred.</summary>
/// <param name="workshop">What the comparisons share.</param>
/// <param name="peers">With whom.</param>
/// <param name="indexing">What it took to index the same from its files, where that is compared.</param>
internal sealed class StoreComparison(PeerWorkshop workshop, IReadOnlyList<Peer> peers, Usage? indexing)
{
    private const string Own = "VectorHost";

    /// <summary>The embedded store with the settings that are compared.</summary>
    private static readonly IReadOnlyList<(string Name, Dictionary<string, string?> Settings)> OwnWays =
        [(Own, []), ("VectorHost, exact", new Dictionary<string, string?> { ["exact"] = "true" })];

    /// <summary>A peer that finds this part is asked by the cheapest setting that does; another by its best.</summary>
    private const double EnoughRecall = 0.99;

    private readonly BenchmarkContext _context = workshop.Context;
    private readonly PeerInput _input = workshop.Input;

    /// <summary>Measures and reports.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await _input.WriteAsync(workshop.InputFolder, cancellationToken);
        List<PeerDriver> drivers = [];
        try
        {
            foreach (Peer peer in peers)
            {
                drivers.Add(await workshop.StartAsync(peer, cancellationToken));
            }

            await CompareBuildsAsync(drivers, cancellationToken);
            await ChooseSettingsAsync(drivers, cancellationToken);
            await CompareSearchesAsync(drivers, workshop.OwnFolder, repository: null, cancellationToken);
            await CompareSearchesAsync([.. drivers.Where(driver => driver.Peer.KeepsRecords)], workshop.OwnDealtOutFolder, PeerInput.FilteredRepository, cancellationToken);
        }
        finally
        {
            foreach (PeerDriver driver in drivers)
            {
                await driver.DisposeAsync();
            }
        }
    }

    private async Task CompareBuildsAsync(List<PeerDriver> drivers, CancellationToken cancellationToken)
    {
        _context.Progress("peers: saving, VectorHost");
        string plugins = _context.Executables.PluginsDirectory;
        IEnumerable<ChunkRecord> together = _input.Records.Select(record => record with { Repository = Own });
        BuildResult own = await OwnStore.BuildAsync(together, _input.Questions[0], plugins, workshop.OwnFolder, cancellationToken);
        await OwnStore.BuildAsync(_input.Records, _input.Questions[0], plugins, workshop.OwnDealtOutFolder, cancellationToken);
        MarkdownTable table = new("store", "saving s", "CPU s", "files MB", "peak MB", "wall / VectorHost's saving", "wall / VectorHost's indexing");
        void Add(string name, BuildResult result) => table.Add(
            name,
            Spread.Format(result.Seconds),
            Spread.Format(result.Cpu),
            Spread.Format(result.Bytes / 1e6),
            result.Peak == 0 ? MarkdownTable.Nothing : Spread.Format(result.Peak / 1e6),
            Spread.Format(result.Seconds / own.Seconds),
            indexing is null ? MarkdownTable.Nothing : Spread.Format(result.Seconds / indexing.WallSeconds));
        Add(Own, own);
        foreach (PeerDriver driver in drivers)
        {
            _context.Progress($"peers: saving, {driver.Peer.Name}");
            Add(driver.Peer.Name, await driver.BuildAsync(cancellationToken));
        }

        _context.Report.Paragraph($"Saving {_input.Name}, once, and building what finds them.");
        _context.Report.Table(table);
    }

    private async Task ChooseSettingsAsync(List<PeerDriver> drivers, CancellationToken cancellationToken)
    {
        foreach (PeerDriver driver in drivers)
        {
            double best = 0;
            for (int setting = 0; setting < driver.Settings.Count && best < EnoughRecall; setting++)
            {
                SearchResult result = await driver.SearchAsync(setting, repository: null, cancellationToken);
                double recall = _input.RecallOf(result.Rows, repository: null);
                _context.Progress($"  {driver.Peer.Name}, {driver.Settings[setting]}: recall {Spread.FormatPart(recall)}, p50 {Spread.Format(result.ToLatencies().P50)} ms");
                if (recall > best)
                {
                    best = recall;
                    workshop.Settings[driver.Peer.Name] = setting;
                }
            }
        }
    }

    private async Task CompareSearchesAsync(
        List<PeerDriver> drivers, string folder, string? repository, CancellationToken cancellationToken)
    {
        List<PluginStore> own = [];
        try
        {
            foreach ((_, Dictionary<string, string?> settings) in OwnWays)
            {
                own.Add(await EmbeddedStore.OpenAsync(_context.Executables.PluginsDirectory, folder, cancellationToken, settings));
            }

            await CompareSearchesAsync(drivers, [.. own.Select(opened => opened.Store)], repository, cancellationToken);
        }
        finally
        {
            foreach (PluginStore opened in own)
            {
                await opened.DisposeAsync();
            }
        }
    }

    private async Task CompareSearchesAsync(
        List<PeerDriver> drivers, IReadOnlyList<IVectorStore> stores, string? repository, CancellationToken cancellationToken)
    {
        string scope = repository is null ? "all" : "one repository of a hundred";
        _context.Progress($"peers: searching {scope}");
        IReadOnlyList<Series<SearchResult>> series = await _context.Rounds.RunAsync<SearchResult>(
            [
                .. OwnWays.Zip(stores, (way, store) => new Contender<SearchResult>(way.Name, token => OwnStore.SearchAsync(store, _input, repository, token))),
                .. drivers.Select(driver => new Contender<SearchResult>(
                    driver.Peer.Name, token => driver.SearchAsync(workshop.Settings[driver.Peer.Name], repository, token))),
            ],
            cancellationToken);
        MarkdownTable table = new([
            "store", "setting", "p50 ms", "p95 ms", "CPU ms", "recall@10", "with texts", .. OwnWays.SelectMany(way => new[] { $"p50 / {way.Name}", $"CPU / {way.Name}" }),
        ]);
        for (int i = 0; i < series.Count; i++)
        {
            Series<SearchResult> one = series[i];
            PeerDriver? driver = i < stores.Count ? null : drivers[i - stores.Count];
            table.Add([
                one.Name,
                driver is null ? MarkdownTable.Nothing : driver.Settings[workshop.Settings[driver.Peer.Name]],
                one.Of(round => round.ToLatencies().P50).ToString(),
                Spread.Format(one.Of(round => round.ToLatencies().P95).Median),
                Spread.Format(one.Of(round => round.ToLatencies().Cpu).Median),
                Spread.FormatPart(_input.RecallOf(one.Rounds[^1].Rows, repository)),
                driver?.Peer.KeepsRecords ?? true ? "yes" : "no",
                .. series.Take(stores.Count).SelectMany(own => new[] { Ratio(one, own, latencies => latencies.P50), Ratio(one, own, latencies => latencies.Cpu) }),
            ]);
        }

        _context.Report.Paragraph($"Searching {_input.Name}, {scope}.");
        _context.Report.Table(table);
    }

    private static string Ratio(Series<SearchResult> one, Series<SearchResult> own, Func<Latencies, double> number) =>
        own == one ? MarkdownTable.Nothing : one.RatioTo(own, round => number(round.ToLatencies())).ToString();
}
