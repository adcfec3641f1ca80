using VectorHost.Hosting.Discovery;

namespace VectorHost.Hosting.Lifetime;

/// <summary>A change of one plugin, and how it ended.</summary>
public sealed record PluginChange
{
    /// <summary>What became of it.</summary>
    public required PluginChangeKind Kind { get; init; }

    /// <summary>The plugin's name: that of its folder or file.</summary>
    public required string Plugin { get; init; }

    /// <summary>The plugin as it was read last; <see langword="null"/> where its files are gone.</summary>
    public PluginDescriptor? Descriptor { get; init; }

    /// <summary>Why it cannot be used, of a plugin that was rejected or not reloaded.</summary>
    public PluginProblem? Problem { get; init; }

    /// <summary>What became of the version that was replaced; known to <see cref="PluginHost.ReloadAsync"/> alone.</summary>
    public UnloadResult? Unloading { get; init; }
}
