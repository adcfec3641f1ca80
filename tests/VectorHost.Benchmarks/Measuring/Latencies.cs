using System.Diagnostics;

namespace VectorHost.Benchmarks.Measuring;

/// <summary>How long the questions of one round took.</summary>
/// <param name="P50">Half of them took less, in milliseconds.</param>
/// <param name="P95">All but a twentieth took less, in milliseconds.</param>
/// <param name="Cpu">Processor time of one question in the mean, in milliseconds.</param>
internal sealed record Latencies(double P50, double P95, double Cpu)
{
    /// <summary>Asks questions one after the other.</summary>
    /// <param name="questions">The questions.</param>
    /// <param name="askAsync">Asks one.</param>
    public static async Task<Latencies> OfAsync<T>(IReadOnlyList<T> questions, Func<T, Task> askAsync)
    {
        Usage.Settle();
        double[] milliseconds = new double[questions.Count];
        TimeSpan processor = Environment.CpuUsage.TotalTime;
        for (int i = 0; i < questions.Count; i++)
        {
            long started = Stopwatch.GetTimestamp();
            await askAsync(questions[i]);
            milliseconds[i] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        }

        return Of(milliseconds, (Environment.CpuUsage.TotalTime - processor).TotalSeconds);
    }

    /// <summary>Summarizes questions that were asked elsewhere.</summary>
    /// <param name="milliseconds">How long each took.</param>
    /// <param name="cpuSeconds">Processor time of all together.</param>
    public static Latencies Of(double[] milliseconds, double cpuSeconds)
    {
        double[] sorted = [.. milliseconds.Order()];
        return new Latencies(Spread.Percentile(sorted, 0.5), Spread.Percentile(sorted, 0.95), cpuSeconds * 1e3 / sorted.Length);
    }
}
