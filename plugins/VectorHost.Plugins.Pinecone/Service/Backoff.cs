namespace VectorHost.Plugins.Pinecone.Service;

/// <summary>Waits between questions whether something is done: briefly at first, since it often is, then twice as long each time.</summary>
internal sealed class Backoff(TimeSpan first, TimeSpan longest, TimeProvider timeProvider)
{
    private readonly long _start = timeProvider.GetTimestamp();
    private TimeSpan _delay = first;

    /// <summary>The time since the first question.</summary>
    public TimeSpan Elapsed => timeProvider.GetElapsedTime(_start);

    /// <summary>Waits for the next question.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(_delay, timeProvider, cancellationToken).ConfigureAwait(false);
        _delay = _delay * 2 < longest ? _delay * 2 : longest;
    }
}
