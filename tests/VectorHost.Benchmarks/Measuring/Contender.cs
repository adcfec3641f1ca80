namespace VectorHost.Benchmarks.Measuring;

/// <summary>One of the ways that are compared.</summary>
/// <typeparam name="T">What one round of it gives.</typeparam>
/// <param name="Name">What the report calls it.</param>
/// <param name="RunAsync">Does the work once and measures itself, so that preparations do not count.</param>
internal sealed record Contender<T>(string Name, Func<CancellationToken, Task<T>> RunAsync);
