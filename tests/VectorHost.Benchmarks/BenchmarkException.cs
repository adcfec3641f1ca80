namespace VectorHost.Benchmarks;

/// <summary>A benchmark cannot be run; the message says why and what to do.</summary>
/// <param name="message">Why, and what to do.</param>
internal sealed class BenchmarkException(string message) : Exception(message);
