using VectorHost.Benchmarks.Measuring;

namespace VectorHost.Benchmarks.Reporting;

/// <summary>Ways to answer questions, one a row, each beside the first.</summary>
internal static class LatencyTable
{
    /// <summary>Makes the table.</summary>
    /// <param name="title">What stands above the ways.</param>
    /// <param name="series">The ways; the first is what the others are compared with.</param>
    /// <param name="number">What they are compared by.</param>
    /// <param name="numberName">What the report calls that.</param>
    public static MarkdownTable Of(string title, IReadOnlyList<Series<Latencies>> series, Func<Latencies, double> number, string numberName)
    {
        MarkdownTable table = new(title, "p50 ms", "p95 ms", "CPU ms", $"{numberName} / {series[0].Name}");
        foreach (Series<Latencies> own in series)
        {
            table.Add(
                own.Name,
                own.Of(round => round.P50).ToString(),
                Spread.Format(own.Of(round => round.P95).Median),
                Spread.Format(own.Of(round => round.Cpu).Median),
                own == series[0] ? MarkdownTable.Nothing : own.RatioTo(series[0], number).ToString());
        }

        return table;
    }
}
