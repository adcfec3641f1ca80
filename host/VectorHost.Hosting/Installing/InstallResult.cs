using VectorHost.Hosting.Discovery;

namespace VectorHost.Hosting.Installing;

/// <summary>A plugin that was installed.</summary>
public sealed record InstallResult
{
    /// <summary>The plugin, where it is now.</summary>
    public required PluginDescriptor Plugin { get; init; }

    /// <summary>Whether it took the place of another one.</summary>
    public required bool Replaced { get; init; }

    /// <summary>Whether it was written into the lock file, since there is one.</summary>
    public required bool Locked { get; init; }

    /// <summary>What an interrupted installation or removal had left behind, and what became of it.</summary>
    public required IReadOnlyList<PluginProblem> Recovered { get; init; }
}
