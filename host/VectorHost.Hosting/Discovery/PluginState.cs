namespace VectorHost.Hosting.Discovery;

/// <summary>What discovery made of a candidate.</summary>
public enum PluginState
{
    /// <summary>Nothing stands against loading it.</summary>
    Ready,

    /// <summary>It cannot be used; its problems say why.</summary>
    Rejected,

    /// <summary>It claims to be nothing of ours: a library that lies beside the plugins, or a second way to a plugin.</summary>
    Ignored,
}
