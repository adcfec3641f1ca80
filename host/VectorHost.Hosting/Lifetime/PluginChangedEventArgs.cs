namespace VectorHost.Hosting.Lifetime;

/// <summary>Tells of a change of a plugin.</summary>
/// <param name="change">The change.</param>
public sealed class PluginChangedEventArgs(PluginChange change) : EventArgs
{
    /// <summary>The change.</summary>
    public PluginChange Change { get; } = change;
}
