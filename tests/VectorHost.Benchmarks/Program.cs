using VectorHost.Benchmarks.Comparisons;
using VectorHost.Benchmarks.Growth;
using VectorHost.Benchmarks.Peers;

namespace VectorHost.Benchmarks;

/// <summary>The program: compares, or is itself one of the processes that are compared.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] arguments) =>
        FileBaseline.TryRun(arguments) || DiscoveryProcess.TryRun(arguments) || EmbedderProcess.TryRun(arguments)
        || OpenAndSearchProcess.TryRun(arguments) || GrowthProcess.TryRun(arguments)
            ? 0
            : await BenchmarkCommand.Create().Parse(arguments).InvokeAsync();
}
