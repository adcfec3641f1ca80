using VectorHost.Hosting.Discovery;

namespace VectorHost.Hosting.Installing;

/// <summary>A plugin that was removed.</summary>
public sealed record RemoveResult
{
    /// <summary>The plugin's name, as it was on disk.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it was taken out of the lock file, since there is one.</summary>
    public required bool Unlocked { get; init; }

    /// <summary>What an interrupted installation or removal had left behind, and what became of it.</summary>
    public required IReadOnlyList<PluginProblem> Recovered { get; init; }
}
