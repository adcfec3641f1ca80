namespace VectorHost.Indexing.Embedding.Model2Vec.Tokenization;

/// <summary>Cuts a piece of text into tokens of a vocabulary.</summary>
internal abstract class SubwordModel
{
    /// <summary>The tokens with their numbers.</summary>
    public required IReadOnlyList<KeyValuePair<string, int>> Vocabulary { get; init; }

    /// <summary>
    /// The number of the token that stands for unknown text and says nothing, so that vectors leave it out;
    /// <see langword="null"/> where unknown text has a vector as any other, or none.
    /// </summary>
    public int? Unknown { get; init; }

    /// <summary>Adds a piece's tokens.</summary>
    /// <param name="piece">The piece, not empty.</param>
    /// <param name="tokens">Where to.</param>
    public abstract void Tokenize(ReadOnlySpan<char> piece, List<int> tokens);
}
