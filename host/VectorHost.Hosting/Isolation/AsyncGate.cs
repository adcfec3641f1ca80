using System.Diagnostics.CodeAnalysis;

namespace VectorHost.Hosting.Isolation;

/// <summary>Lets one in at a time, and the others wait without a thread.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore has something to dispose only if its wait handle is asked for.")]
internal sealed class AsyncGate
{
    private readonly SemaphoreSlim _turns = new(1, 1);

    /// <summary>Waits for a turn.</summary>
    /// <returns>To be disposed once, when the turn is over.</returns>
    public async Task<IDisposable> EnterAsync(CancellationToken cancellationToken)
    {
        await _turns.WaitAsync(cancellationToken).ConfigureAwait(false);
        return new Turn(_turns);
    }

    private sealed class Turn(SemaphoreSlim turns) : IDisposable
    {
        public void Dispose() => turns.Release();
    }
}
