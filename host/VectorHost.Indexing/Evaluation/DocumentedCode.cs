namespace VectorHost.Indexing.Evaluation;

/// <summary>A piece of code and the comment that documents it. Lines are counted from 1, both ends belong to it.</summary>
public sealed record DocumentedCode
{
    /// <summary>The comment's first sentence, without marks and tags.</summary>
    public required string Sentence { get; init; }

    /// <summary>The first line of the comment.</summary>
    public required int CommentStart { get; init; }

    /// <summary>The last line of the comment.</summary>
    public required int CommentEnd { get; init; }

    /// <summary>The line with which the definition begins.</summary>
    public required int CodeStart { get; init; }

    /// <summary>The last line of the definition, or of as much of it as a reader sees at once.</summary>
    public required int CodeEnd { get; init; }
}
