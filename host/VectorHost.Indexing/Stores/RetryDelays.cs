using System.Diagnostics.CodeAnalysis;

namespace VectorHost.Indexing.Stores;

/// <summary>How long to wait before a call is made again.</summary>
internal static class RetryDelays
{
    /// <summary>A wait is this much shorter or longer, so that callers who failed together do not come back together.</summary>
    private const double Jitter = 0.25;

    /// <summary>
    /// Works out a wait: what the store asks for or, where it does not say, twice as long each time, give or take a quarter;
    /// never longer than the longest wait.
    /// </summary>
    /// <param name="options">The first and the longest wait.</param>
    /// <param name="retry">Which retry follows, from 1.</param>
    /// <param name="asked">What the store asks for.</param>
    [SuppressMessage("Security", "CA5394", Justification = "Spreading load needs no secret.")]
    public static TimeSpan Next(StoreCallOptions options, int retry, TimeSpan? asked)
    {
        double milliseconds = asked?.TotalMilliseconds
            ?? options.RetryDelay.TotalMilliseconds * Math.Pow(2, retry - 1) * (1 - Jitter + (2 * Jitter * Random.Shared.NextDouble()));
        return TimeSpan.FromMilliseconds(Math.Clamp(milliseconds, 0, options.MaxRetryDelay.TotalMilliseconds));
    }
}
