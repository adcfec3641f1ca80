namespace VectorHost.Hosting.Lifetime;

/// <summary>Notes what the host saw that may keep a plugin in memory. Holds nothing of the plugin itself.</summary>
internal sealed class LikelyHolders
{
    private readonly Lock _gate = new();
    private readonly List<Func<string?>> _holders = [];

    /// <summary>Adds what is known.</summary>
    public void Add(string description) => Add(() => description);

    /// <summary>Adds calls of a backend that did not end in time.</summary>
    public void Add(CallsInFlight calls, string backend) =>
        Add(() => calls.Count > 0 ? $"{calls.Count} calls of the backend '{backend}' are still running." : null);

    /// <summary>Adds work of the plugin that nobody waits for any more.</summary>
    /// <param name="work">The work; while it runs, it keeps itself.</param>
    /// <param name="description">What to say while it runs.</param>
    public void Add(Task work, string description)
    {
        var reference = new WeakReference<Task>(work);
        Add(() => reference.TryGetTarget(out Task? task) && !task.IsCompleted ? description : null);
    }

    /// <summary>What holds by now.</summary>
    public IReadOnlyList<string> Describe()
    {
        lock (_gate)
        {
            return [.. _holders.Select(describe => describe()).OfType<string>().Distinct(StringComparer.Ordinal)];
        }
    }

    // Never a closure over anything that leads to the plugin: what is added here stays as long as somebody looks.
    private void Add(Func<string?> describe)
    {
        lock (_gate)
        {
            _holders.Add(describe);
        }
    }
}
