namespace VectorHost.Hosting.Discovery;

/// <summary>What one look at the folder of plugins found.</summary>
public sealed record PluginScan
{
    /// <summary>The folder that was read, absolute.</summary>
    public required string Directory { get; init; }

    /// <summary>Every candidate, usable or not, in the ordinal order of their names.</summary>
    public required IReadOnlyList<PluginDescriptor> Plugins { get; init; }

    /// <summary>What there is to say about the folder itself.</summary>
    public IReadOnlyList<PluginProblem> Notes { get; init; } = [];

    /// <summary>How long it took to look.</summary>
    public TimeSpan Duration { get; init; }
}
