namespace VectorHost.Hosting.Lifetime;

/// <summary>Where a loaded plugin is in its life.</summary>
public enum LoadedPluginState
{
    /// <summary>It makes stores.</summary>
    Loaded,

    /// <summary>An initialiser of it failed, which the runtime never runs again: it makes no more stores.</summary>
    Faulted,

    /// <summary>A newer version has taken its place; it goes when the calls that are still inside it have finished.</summary>
    Superseded,

    /// <summary>It makes no more stores, and goes when the last one is closed.</summary>
    Draining,

    /// <summary>It was seen to be gone.</summary>
    Unloaded,

    /// <summary>It should be gone and was seen to be still there.</summary>
    Leaked,
}
