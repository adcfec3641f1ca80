namespace VectorHost.Hosting.Discovery;

/// <summary>Something that is wrong with a plugin or with the folder of plugins, in words for the user.</summary>
public sealed record PluginProblem
{
    /// <summary>The code, <c>VH1</c> and three digits, which never changes its meaning.</summary>
    public required string Code { get; init; }

    /// <summary>What it means for the plugin.</summary>
    public required ProblemSeverity Severity { get; init; }

    /// <summary>What is wrong: one sentence.</summary>
    public required string Cause { get; init; }

    /// <summary>What to do about it: one sentence.</summary>
    public required string Remedy { get; init; }

    /// <summary>The file or folder at fault, absolute.</summary>
    public required string File { get; init; }

    /// <summary>The same problem of files that a user knows by another path.</summary>
    internal PluginProblem Relocate(string from, string to) => this with
    {
        Cause = Cause.Replace(from, to, StringComparison.Ordinal),
        Remedy = Remedy.Replace(from, to, StringComparison.Ordinal),
        File = File.Replace(from, to, StringComparison.Ordinal),
    };

    /// <summary>Code, cause and remedy in one line.</summary>
    public override string ToString() => $"{Code}: {Cause} {Remedy}";
}
