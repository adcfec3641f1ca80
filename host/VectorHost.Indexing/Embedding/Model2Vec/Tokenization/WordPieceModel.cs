using System.Text;

namespace VectorHost.Indexing.Embedding.Model2Vec.Tokenization;

/// <summary>WordPiece, as BERT has it: the longest token that a word begins with, then the longest that goes on, to its end.</summary>
internal sealed class WordPieceModel : SubwordModel
{
    private readonly CharTrie _beginnings = new();
    private readonly CharTrie _continuations = new();

    /// <summary>Makes the model.</summary>
    /// <param name="vocabulary">The tokens.</param>
    /// <param name="prefix">What marks tokens that go on a word.</param>
    public WordPieceModel(IReadOnlyList<KeyValuePair<string, int>> vocabulary, string prefix)
    {
        foreach ((string token, int number) in vocabulary)
        {
            _beginnings.Add(token, number);
            if (token.StartsWith(prefix, StringComparison.Ordinal))
            {
                _continuations.Add(token.AsSpan(prefix.Length), number);
            }
        }
    }

    /// <summary>A longer word, in code points, is unknown as a whole.</summary>
    public required int LongestWord { get; init; }

    /// <inheritdoc/>
    public override void Tokenize(ReadOnlySpan<char> piece, List<int> tokens)
    {
        int before = tokens.Count;
        if (!IsTooLong(piece) && TryTokenize(piece, tokens))
        {
            return;
        }

        tokens.RemoveRange(before, tokens.Count - before);
        tokens.Add(Unknown!.Value);
    }

    private bool TryTokenize(ReadOnlySpan<char> word, List<int> tokens)
    {
        int start = 0;
        while (start < word.Length)
        {
            CharTrie trie = start == 0 ? _beginnings : _continuations;
            int length = trie.FindLongest(word[start..], out int number);
            if (length == 0)
            {
                return false;
            }

            tokens.Add(number);
            start += length;
        }

        return true;
    }

    private bool IsTooLong(ReadOnlySpan<char> word)
    {
        if (word.Length <= LongestWord)
        {
            return false;
        }

        int length = 0;
        foreach (Rune _ in word.EnumerateRunes())
        {
            length++;
        }

        return length > LongestWord;
    }
}
