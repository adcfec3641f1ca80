using System.Globalization;
using VectorHost.Benchmarks.Measuring;
using VectorHost.Benchmarks.Reporting;
using VectorHost.TestSupport;

namespace VectorHost.Benchmarks.Peers;

/// <summary>A new process that opens what was saved, asks all questions and ends; where there is a server, with its start and end.</summary>
/// <param name="workshop">What the comparisons share; everything is saved and the settings are chosen.</param>
internal sealed class ProcessComparison(PeerWorkshop workshop)
{
    /// <summary>Measures and reports.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        BenchmarkContext context = workshop.Context;
        context.Progress("peers: processes");
        using TemporaryFolder home = new();
        IReadOnlyList<Series<Usage>> series = await context.Rounds.RunAsync<Usage>(
            [
                new("VectorHost", token => MeasuredProcess.RunAsync(
                    Executables.Prepare(
                        context.Executables.Benchmarks,
                        home.Path,
                        OpenAndSearchProcess.Arguments(context.Executables.PluginsDirectory, workshop.OwnFolder, workshop.InputFolder, workshop.Input.Questions[0].Length)),
                    token)),
                .. Peer.Processes.Where(peer => context.Includes(peer.Name)).Select(peer => new Contender<Usage>(peer.Name, token => MeasuredProcess.RunAsync(
                    InstalledPeers.Prepare(
                        peer, "once", workshop.InputFolder, workshop.FolderOf(peer), workshop.Settings[peer.Name].ToString(CultureInfo.InvariantCulture)),
                    token))),
            ],
            cancellationToken);
        MarkdownTable table = new("process", "wall s", "CPU s", "peak MB", "wall / VectorHost", "CPU / VectorHost");
        foreach (Series<Usage> own in series)
        {
            table.Add(
                own.Name,
                own.Of(usage => usage.WallSeconds).ToString(),
                own.Of(usage => usage.CpuSeconds).ToString(),
                own.Of(usage => usage.PeakBytes / 1e6).ToString(),
                own == series[0] ? MarkdownTable.Nothing : own.RatioTo(series[0], usage => usage.WallSeconds).ToString(),
                own == series[0] ? MarkdownTable.Nothing : own.RatioTo(series[0], usage => usage.CpuSeconds).ToString());
        }

        context.Report.Paragraph(
            $"A new process that opens {workshop.Input.Name}, asks {workshop.Input.Questions.Count} questions and ends. Chroma's includes its server, "
            + "of which neither memory nor, where it is killed, processor time is known from outside.");
        context.Report.Table(table);
    }
}
