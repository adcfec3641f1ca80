namespace VectorHost.Indexing.Embedding.Model2Vec.Tokenization;

/// <summary>A token that is recognised in the text itself, before anything else is done to it.</summary>
internal sealed record AddedToken
{
    /// <summary>Its number.</summary>
    public required int Number { get; init; }

    /// <summary>Its text.</summary>
    public required string Text { get; init; }

    /// <summary>Whether it is only recognised as a whole word.</summary>
    public bool IsWord { get; init; }

    /// <summary>Whether it takes the white space before it along.</summary>
    public bool StripsLeft { get; init; }

    /// <summary>Whether it takes the white space after it along.</summary>
    public bool StripsRight { get; init; }

    /// <summary>Whether it is looked for in the rewritten text.</summary>
    public bool IsNormalized { get; init; }
}
