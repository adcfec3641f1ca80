using System.Diagnostics;

namespace VectorHost.Benchmarks.Growth;

/// <summary>The memory of this process.</summary>
internal static class OwnMemory
{
    /// <summary>The most bytes that it had so far.</summary>
    public static long Peak()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }
}
