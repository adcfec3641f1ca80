using VectorHost.Hosting.Discovery;

namespace VectorHost.Hosting.Catalog;

/// <summary>Backends that must be there cannot be used; the message names all of them, each with its reason.</summary>
/// <param name="problem">All of it in one problem; its text is the message.</param>
/// <param name="failures">Why each of them cannot be used.</param>
public sealed class RequiredBackendsException(PluginProblem problem, IReadOnlyList<BackendResolutionException> failures)
    : Exception($"{problem.Cause} {problem.Remedy}")
{
    /// <summary>All of it in one problem.</summary>
    public PluginProblem Problem { get; } = problem;

    /// <summary>Why each of them cannot be used, in the order in which they were asked for.</summary>
    public IReadOnlyList<BackendResolutionException> Failures { get; } = failures;

    /// <summary>The problem's code.</summary>
    public string Code => Problem.Code;
}
