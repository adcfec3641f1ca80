namespace VectorHost.Benchmarks;

/// <summary>A benchmark cannot be run; the message says why and what to do.</summary>
/// <param name="message">Why, and what to do.</param>
internal sealed class BenchmarkException(string message) : Exception(message)
{
    /// <summary>The repository has no file with text.</summary>
    /// <param name="root">Its folder.</param>
    public static BenchmarkException NothingToIndex(string root) =>
        new($"There is nothing to index in {root}: name another repository with --repo PATH.");
}
