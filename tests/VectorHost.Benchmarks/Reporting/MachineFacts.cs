using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace VectorHost.Benchmarks.Reporting;

/// <summary>What the numbers were measured on.</summary>
internal static class MachineFacts
{
    /// <summary>The machine and the runtime, in a few lines.</summary>
    public static string Describe() => string.Join('\n',
        $"- Processor: {ProcessorName()}, {Environment.ProcessorCount} cores, {VectorBits()}-bit vectors",
        $"- Memory: {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1 << 30):F0} GiB",
        $"- System: {RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture}",
        $"- Runtime: {RuntimeInformation.FrameworkDescription}{(IsOptimized ? "" : " (a Debug build: run with -c Release for numbers that mean something)")}",
        $"- At the start: {Load()}");

    /// <summary>How busy the machine is.</summary>
    public static string Load() => OperatingSystem.IsLinux()
        ? $"load average {File.ReadAllText("/proc/loadavg").Split(' ')[0]}"
        : "load average unknown";

    private static bool IsOptimized =>
#if DEBUG
        false;
#else
        true;
#endif

    private static int VectorBits() =>
        Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 64;

    private static string ProcessorName()
    {
        const string Key = "model name";
        string? name = OperatingSystem.IsLinux()
            ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith(Key, StringComparison.Ordinal))?[Key.Length..].Trim(' ', '\t', ':')
            : Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER");
        return name ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
