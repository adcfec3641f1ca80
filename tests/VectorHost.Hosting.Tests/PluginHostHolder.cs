namespace VectorHost.Hosting.Tests;

/// <summary>Closes a host at the end of a test that awaits nothing.</summary>
public sealed class PluginHostHolder(PluginHost host) : IDisposable
{
    public PluginHost Host { get; } = host;

    public void Dispose() => Host.DisposeAsync().AsTask().GetAwaiter().GetResult();
}
