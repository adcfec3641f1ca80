namespace VectorHost.Hosting.Lifetime;

/// <summary>What became of a plugin whose files changed.</summary>
public enum PluginChangeKind
{
    /// <summary>Nothing: it is as it was. Never an event.</summary>
    Unchanged,

    /// <summary>It can be used, which it could not before.</summary>
    Added,

    /// <summary>It is another one now. It was not in use: the next store is made by the new version.</summary>
    Updated,

    /// <summary>It cannot be used, and is not in use.</summary>
    Rejected,

    /// <summary>Its files are gone, and its backends cannot be selected any more. Open stores go on.</summary>
    Removed,

    /// <summary>A new version of a plugin in use was read, and is now loaded beside the old one.</summary>
    Reloading,

    /// <summary>The new version has taken over every open store. The old one finishes its calls and goes.</summary>
    Reloaded,

    /// <summary>The new version cannot be used, and the old one, which is in use, goes on.</summary>
    ReloadFailed,
}
