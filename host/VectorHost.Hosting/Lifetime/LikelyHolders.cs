namespace VectorHost.Hosting.Lifetime;

/// <summary>Notes what the host saw that may keep a plugin in memory. Holds nothing of the plugin itself.</summary>
internal sealed class LikelyHolders
{
    private readonly Lock _gate = new();
    private readonly List<Func<string?>> _holders = [];

    /// <summary>Adds something that is asked for when it matters.</summary>
    /// <param name="describe">A sentence, or <see langword="null"/> once it holds no more.</param>
    public void Add(Func<string?> describe)
    {
        lock (_gate)
        {
            _holders.Add(describe);
        }
    }

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
}
