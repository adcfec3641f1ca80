namespace VectorHost.EmbeddingTrainer.Mining;

/// <summary>A comment on lines of its own.</summary>
internal sealed record Comment
{
    /// <summary>What it says, without the signs that make it a comment.</summary>
    public required string Text { get; init; }

    /// <summary>The line behind it.</summary>
    public required int End { get; init; }

    /// <summary>Whether its form says that it documents a definition, as that of <c>///</c> does.</summary>
    public required bool IsDocumentation { get; init; }
}
