namespace VectorHost.Hosting.Tests.Lifetime;

/// <summary>
/// A clock in which short waits are over at once, after a step of the test's own was done; longer ones are limits, and
/// never come.
/// </summary>
/// <param name="step">What happens at each wait, in order.</param>
public sealed class SteppingTime(Action<TimeSpan> step) : TimeProvider
{
    private static readonly TimeSpan LongestStep = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _now;
        }
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer();
        if (dueTime >= TimeSpan.Zero && dueTime <= LongestStep)
        {
            lock (_gate)
            {
                step(dueTime);
                _now += dueTime;
            }

            // Not on this thread: who asked does not have the timer yet.
            ThreadPool.QueueUserWorkItem(_ => timer.Fire(callback, state));
        }

        return timer;
    }

    private sealed class Timer : ITimer
    {
        private volatile bool _isDisposed;

        public void Fire(TimerCallback callback, object? state)
        {
            if (!_isDisposed)
            {
                callback(state);
            }
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => !_isDisposed;

        public void Dispose() => _isDisposed = true;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
