using VectorHost.Hosting.Discovery;

namespace VectorHost.Hosting.Inspection;

/// <summary>Everything that can be said about a plugin without running it.</summary>
public sealed record PluginReport
{
    /// <summary>What was inspected, absolute, with links resolved.</summary>
    public required string Source { get; init; }

    /// <summary>The plugin as discovery would see it: its state and problems are what installing it would give.</summary>
    public required PluginDescriptor Plugin { get; init; }

    /// <summary>Every assembly that it needs, in the order of their names.</summary>
    public required IReadOnlyList<PluginDependency> Dependencies { get; init; }

    /// <summary>Every native library in it, for all platforms, in the order of their paths.</summary>
    public required IReadOnlyList<NativeLibrary> Natives { get; init; }
}
