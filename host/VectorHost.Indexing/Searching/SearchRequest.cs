namespace VectorHost.Indexing.Searching;

/// <summary>A question to <see cref="Searcher"/>.</summary>
public sealed record SearchRequest
{
    /// <summary>What is looked for, in the user's words: prose, a name, an error message.</summary>
    public required string Query { get; init; }

    /// <summary>How many hits at the most.</summary>
    public int Top { get; init; } = 10;

    /// <summary>Which files count; by default all.</summary>
    public FileFilter Files { get; init; } = FileFilter.Everything;
}
