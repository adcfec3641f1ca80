using System.Diagnostics.CodeAnalysis;

namespace VectorHost.Plugins.Sqlite.Database;

/// <summary>Lets one in at a time; the others wait without holding a thread.</summary>
[SuppressMessage("Reliability", "CA1001", Justification = "A semaphore whose wait handle was never asked for holds nothing, and disposing it would leave waiters waiting.")]
internal sealed class AsyncGate
{
    private readonly SemaphoreSlim _semaphore = new(1, 1);

    /// <summary>Waits for its turn; dispose the result to let the next one in.</summary>
    public async ValueTask<IDisposable> EnterAsync(CancellationToken cancellationToken)
    {
        await _semaphore.WaitAsync(cancellationToken).ConfigureAwait(false);
        return new Pass(_semaphore);
    }

    private sealed class Pass(SemaphoreSlim semaphore) : IDisposable
    {
        public void Dispose() => semaphore.Release();
    }
}
