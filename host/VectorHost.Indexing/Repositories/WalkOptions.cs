namespace VectorHost.Indexing.Repositories;

/// <summary>What to walk of a repository. Patterns are written as in <c>.gitignore</c>, relative to the repository's root.</summary>
public sealed record WalkOptions
{
    /// <summary>The default of <see cref="MaxFileBytes"/>: 1 MiB.</summary>
    public const long DefaultMaxFileBytes = 1_048_576;

    /// <summary>
    /// Files and folders to index although we skip their like by default: tool folders, lock files, generated, minified
    /// and binary files by name. It neither narrows the walk, nor lifts the size limit, nor overrides an ignore file; a
    /// <c>.vectorhostignore</c> with <c>!pattern</c> does the last.
    /// </summary>
    /// <remarks>A tool folder is entered when a pattern names it or goes through it, as in <c>node_modules/ours/</c>.</remarks>
    public IReadOnlyList<string> Include { get; init; } = [];

    /// <summary>Files and folders not to index. It has the last word.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>The largest file to index, in bytes.</summary>
    public long MaxFileBytes { get; init; } = DefaultMaxFileBytes;
}
