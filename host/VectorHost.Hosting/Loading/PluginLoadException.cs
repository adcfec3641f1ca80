using VectorHost.Hosting.Discovery;

namespace VectorHost.Hosting.Loading;

/// <summary>A plugin could not be copied or loaded. The host turns it into the one exception that callers see.</summary>
/// <param name="problem">What is wrong.</param>
public sealed class PluginLoadException(PluginProblem problem) : Exception($"{problem.Cause} {problem.Remedy}")
{
    /// <summary>What is wrong.</summary>
    public PluginProblem Problem { get; } = problem;
}
