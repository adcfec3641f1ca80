namespace VectorHost.Hosting.Lifetime;

/// <summary>How an attempt to unload a plugin ended.</summary>
public enum UnloadOutcome
{
    /// <summary>Nothing of it is in memory any more.</summary>
    Unloaded,

    /// <summary>
    /// Something still holds it: a thread, a timer, a static event, or a value of one of its types. It goes when that
    /// lets go, and does no harm until then but to take memory.
    /// </summary>
    StillAlive,
}
