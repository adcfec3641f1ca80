using VectorHost.Hosting.Discovery;

namespace VectorHost.Hosting.Catalog;

/// <summary>A backend cannot be used; the message says why and what to do. Nothing of a plugin hangs on it.</summary>
/// <param name="backend">The name that was asked for.</param>
/// <param name="reason">Why it cannot be used.</param>
/// <param name="problem">The problem, with its code and file.</param>
/// <param name="innerException">The cause, with nothing of a plugin in it.</param>
public sealed class BackendResolutionException(
    string backend, BackendFailureReason reason, PluginProblem problem, Exception? innerException = null)
    : Exception(MessageOf(problem), innerException)
{
    /// <summary>The name that was asked for.</summary>
    public string Backend { get; } = backend;

    /// <summary>Why it cannot be used.</summary>
    public BackendFailureReason Reason { get; } = reason;

    /// <summary>The problem that stands against it. For a rejected plugin, its first error.</summary>
    public PluginProblem Problem { get; } = problem;

    /// <summary>The problem's code.</summary>
    public string Code => Problem.Code;

    private static string MessageOf(PluginProblem problem) =>
        problem.Remedy.Length == 0 ? problem.Cause : $"{problem.Cause} {problem.Remedy}";
}
