using System.CommandLine;

namespace VectorHost.Commands;

/// <summary>The repository that a command works on.</summary>
internal static class RepositoryArgument
{
    public static Argument<string> Create() => new("REPO")
    {
        Description = "The repository's folder; by default the current one.",
        DefaultValueFactory = _ => ".",
        Arity = ArgumentArity.ZeroOrOne,
    };
}
