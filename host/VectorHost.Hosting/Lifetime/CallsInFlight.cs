namespace VectorHost.Hosting.Lifetime;

/// <summary>Counts the calls that are inside a store, so that it is not closed under their feet.</summary>
internal sealed class CallsInFlight
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _count;
    private bool _isClosed;

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _count;
            }
        }
    }

    /// <summary>Lets a call in, unless the door is closed.</summary>
    public bool TryEnter()
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                return false;
            }

            _count++;
            return true;
        }
    }

    public void Exit()
    {
        lock (_gate)
        {
            _count--;
            CompleteWhenIdle();
        }
    }

    /// <summary>Closes the door.</summary>
    /// <returns>Completes when the last call has left.</returns>
    public Task Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            CompleteWhenIdle();
            return _idle.Task;
        }
    }

    // Only to be called under the lock.
    private void CompleteWhenIdle()
    {
        if (_isClosed && _count == 0)
        {
            _idle.TrySetResult();
        }
    }
}
