namespace VectorHost.Indexing.Stores;

/// <summary>How long to wait for a store, and how often to ask again.</summary>
public sealed record StoreCallOptions
{
    /// <summary>How long one call may take, streams excepted, where the limit holds for each record.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>How often a call that failed transiently is made again.</summary>
    public int MaxRetries { get; init; } = 4;

    /// <summary>
    /// Whether a store that is down is asked again, as one that is starting or restarting deserves. Whoever only wants to
    /// know how it is wants the answer at once.
    /// </summary>
    public bool RetriesUnavailable { get; init; } = true;

    /// <summary>Told once for each store, before the first wait: a person wonders what is taking so long.</summary>
    public Action? OnFirstRetry { get; init; }

    /// <summary>The first wait before a retry; each further one is about twice as long, with jitter.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest wait before a retry, also where the store asks for a longer one.</summary>
    public TimeSpan MaxRetryDelay { get; init; } = TimeSpan.FromSeconds(20);
}
