namespace VectorHost.Configuration;

/// <summary>What a command line says about where the configuration comes from.</summary>
internal sealed record ConfigurationRequest
{
    /// <summary>The repository whose own file counts; <see langword="null"/> for commands without one.</summary>
    public string? RepositoryRoot { get; init; }

    /// <summary>Whether the repository's own file is left out, for repositories that are not trusted.</summary>
    public bool IgnoreRepositoryFile { get; init; }

    /// <summary>A file that was named with <c>--config</c>.</summary>
    public string? File { get; init; }

    /// <summary>Single settings as <c>KEY=VALUE</c>, the strongest of all.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];
}
