namespace VectorHost.Indexing.Repositories;

/// <summary>A file to index, as the file system describes it; nobody has opened it yet.</summary>
public sealed record WalkedFile
{
    /// <summary>The path relative to the repository's root, with <c>/</c> between its parts.</summary>
    public required string Path { get; init; }

    /// <summary>The absolute path.</summary>
    public required string FullPath { get; init; }

    /// <summary>The length in bytes.</summary>
    public required long Length { get; init; }

    /// <summary>When the file was last written, as exactly as the file system says.</summary>
    public required DateTimeOffset LastWriteTimeUtc { get; init; }

    /// <summary>Whether <see cref="WalkOptions.Include"/> names it, so that it is indexed even if it looks generated or minified.</summary>
    public bool IsIncluded { get; init; }
}
