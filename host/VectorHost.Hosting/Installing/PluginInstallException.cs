using VectorHost.Hosting.Discovery;

namespace VectorHost.Hosting.Installing;

/// <summary>A folder of plugins was not changed; the message says why and what to do. It is as it was before.</summary>
/// <param name="failure">Why, in short.</param>
/// <param name="problems">Everything that speaks against it, at least one.</param>
public sealed class PluginInstallException(InstallFailure failure, params IReadOnlyList<PluginProblem> problems)
    : Exception(string.Join(' ', problems))
{
    /// <summary>Why, in short.</summary>
    public InstallFailure Failure { get; } = failure;

    /// <summary>Everything that speaks against it.</summary>
    public IReadOnlyList<PluginProblem> Problems { get; } = problems;

    /// <summary>The code of the first problem.</summary>
    public string Code => Problems[0].Code;
}
