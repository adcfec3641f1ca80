namespace VectorHost.Indexing.Tokens;

/// <summary>A token of <see cref="CodeTokenizer"/>.</summary>
/// <param name="text">The token's characters, lower case.</param>
/// <param name="isWhole">Whether it is a compound name as a whole.</param>
public readonly ref struct Token(ReadOnlySpan<char> text, bool isWhole)
{
    /// <summary>The token's characters, lower case; valid until the next token.</summary>
    public ReadOnlySpan<char> Text { get; } = text;

    /// <summary>Whether it is a compound name as a whole, whose parts follow as tokens of their own.</summary>
    public bool IsWhole { get; } = isWhole;
}
