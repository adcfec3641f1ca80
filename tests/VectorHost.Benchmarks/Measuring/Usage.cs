using System.Diagnostics;

namespace VectorHost.Benchmarks.Measuring;

/// <summary>What a piece of work took.</summary>
/// <param name="WallSeconds">Time that passed.</param>
/// <param name="CpuSeconds">Time on processors, all threads together. Others on the machine disturb it less.</param>
/// <param name="PeakBytes">The most memory that a process had at once; 0 where the work had no process of its own.</param>
internal sealed record Usage(double WallSeconds, double CpuSeconds, long PeakBytes)
{
    /// <summary>Measures work within this process, which does nothing else meanwhile.</summary>
    public static async Task<Usage> OfAsync(Func<Task> work)
    {
        Settle();
        TimeSpan processor = Environment.CpuUsage.TotalTime;
        long started = Stopwatch.GetTimestamp();
        await work();
        TimeSpan wall = Stopwatch.GetElapsedTime(started);
        return new Usage(wall.TotalSeconds, (Environment.CpuUsage.TotalTime - processor).TotalSeconds, PeakBytes: 0);
    }

    /// <summary>Collects garbage, so that nobody pays for what came before.</summary>
    public static void Settle()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
    }
}
