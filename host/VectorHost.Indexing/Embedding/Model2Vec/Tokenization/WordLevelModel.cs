namespace VectorHost.Indexing.Embedding.Model2Vec.Tokenization;

/// <summary>Every piece is a token, or unknown.</summary>
internal sealed class WordLevelModel : SubwordModel
{
    private readonly CharTrie _words = new();

    /// <summary>Makes the model.</summary>
    /// <param name="vocabulary">The tokens.</param>
    public WordLevelModel(IReadOnlyList<KeyValuePair<string, int>> vocabulary)
    {
        foreach ((string token, int number) in vocabulary)
        {
            _words.Add(token, number);
        }
    }

    /// <inheritdoc/>
    public override void Tokenize(ReadOnlySpan<char> piece, List<int> tokens)
    {
        int number = _words.Find(piece);
        if (number != CharTrie.None)
        {
            tokens.Add(number);
        }
        else if (Unknown is { } unknown)
        {
            tokens.Add(unknown);
        }
    }
}
