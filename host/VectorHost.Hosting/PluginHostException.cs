using VectorHost.Hosting.Discovery;

namespace VectorHost.Hosting;

/// <summary>The host cannot work with plugins at all: a wrong folder, not a wrong plugin.</summary>
/// <param name="problem">What is wrong; its text is the message.</param>
public sealed class PluginHostException(PluginProblem problem) : Exception($"{problem.Cause} {problem.Remedy}")
{
    /// <summary>What is wrong.</summary>
    public PluginProblem Problem { get; } = problem;

    /// <summary>The problem's code.</summary>
    public string Code => Problem.Code;
}
