using VectorHost.Benchmarks.Measuring;

namespace VectorHost.Benchmarks.Peers;

/// <summary>What asking all questions gave, one after the other.</summary>
/// <param name="Milliseconds">How long each took.</param>
/// <param name="Cpu">Seconds on processors for all, a server's included.</param>
/// <param name="Rows">The rows that each found, nearest first.</param>
internal sealed record SearchResult(double[] Milliseconds, double Cpu, IReadOnlyList<IReadOnlyList<int>> Rows)
{
    /// <summary>In short.</summary>
    public Latencies ToLatencies() => Latencies.Of(Milliseconds, Cpu);
}
