namespace VectorHost.Benchmarks.EmptyProcess;

internal static class Program
{
    private static int Main() => 0;
}
