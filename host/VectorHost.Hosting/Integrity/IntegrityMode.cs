namespace VectorHost.Hosting.Integrity;

/// <summary>What the lock file of a folder of plugins is good for.</summary>
public enum IntegrityMode
{
    /// <summary>Nothing: it is not read.</summary>
    Off,

    /// <summary>A plugin that is not as locked is loaded with a warning.</summary>
    Warn,

    /// <summary>Only plugins that are exactly as locked are used, and without a lock file nothing is.</summary>
    Enforce,
}
