namespace VectorHost.Indexing.Searching;

/// <summary>Asks <see cref="Searcher"/> for code like that at a place.</summary>
public sealed record SimilarityRequest
{
    /// <summary>The place, its path relative to the repository's root with <c>/</c> between its parts.</summary>
    public required CodePlace Place { get; init; }

    /// <summary>How many hits at the most.</summary>
    public int Top { get; init; } = 10;

    /// <summary>Which files count; by default all.</summary>
    public FileFilter Files { get; init; } = FileFilter.Everything;
}
