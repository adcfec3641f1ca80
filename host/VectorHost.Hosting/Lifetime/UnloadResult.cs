namespace VectorHost.Hosting.Lifetime;

/// <summary>What became of a plugin that was unloaded.</summary>
public sealed record UnloadResult
{
    /// <summary>Whether it was seen to be gone.</summary>
    public required UnloadOutcome Outcome { get; init; }

    /// <summary>How long it was looked at after its stores were closed.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>
    /// What may hold a plugin that is still alive, a sentence each, what is known for certain first. The runtime does not
    /// tell who holds what: these are hints from what the host saw and from what the plugin's code uses, and an empty list
    /// means that neither shows anything.
    /// </summary>
    public IReadOnlyList<string> LikelyHolders { get; init; } = [];
}
