namespace VectorHost.Hosting.Lifetime;

/// <summary>How long a reload waits for what.</summary>
public sealed record ReloadOptions
{
    /// <summary>How long a plugin's files must have been left alone before they are looked at.</summary>
    public TimeSpan QuietPeriod { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>
    /// How long they must have been left alone before a plugin that cannot be used, or is gone, is taken for what it
    /// seems: a slow copy that stalls looks the same.
    /// </summary>
    public TimeSpan UnfinishedPeriod { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long files may go on changing before the reload is given up.</summary>
    public TimeSpan SettleTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long calls in flight may take to finish on the version that was replaced.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long to look whether the version that was replaced is gone from memory.</summary>
    public TimeSpan UnloadTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often the folder is looked at while it is watched, in case the system reports nothing.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(2);
}
