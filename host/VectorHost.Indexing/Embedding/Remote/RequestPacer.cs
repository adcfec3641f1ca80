namespace VectorHost.Indexing.Embedding.Remote;

/// <summary>Holds requests back so that no more than a number of them begin in any minute.</summary>
/// <param name="requestsPerMinute">The number; <see langword="null"/> to hold nothing back.</param>
/// <param name="timeProvider">The clock.</param>
internal sealed class RequestPacer(int? requestsPerMinute, TimeProvider timeProvider)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private readonly Lock _lock = new();

    /// <summary>When the last requests began, or will: a ring whose next slot holds the oldest.</summary>
    private readonly DateTimeOffset[] _begun = new DateTimeOffset[requestsPerMinute ?? 0];

    private int _next;

    /// <summary>Waits until a request may begin.</summary>
    /// <param name="cancellationToken">Cancels the wait; the place in the queue is then lost, which only waits longer.</param>
    public Task WaitAsync(CancellationToken cancellationToken)
    {
        TimeSpan wait = Reserve();
        return wait > TimeSpan.Zero ? Task.Delay(wait, timeProvider, cancellationToken) : Task.CompletedTask;
    }

    private TimeSpan Reserve()
    {
        if (_begun.Length == 0)
        {
            return TimeSpan.Zero;
        }

        lock (_lock)
        {
            DateTimeOffset now = timeProvider.GetUtcNow();
            DateTimeOffset start = _begun[_next] == default || _begun[_next] + Window < now ? now : _begun[_next] + Window;
            _begun[_next] = start;
            _next = (_next + 1) % _begun.Length;
            return start - now;
        }
    }
}
