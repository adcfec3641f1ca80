namespace VectorHost.Indexing.Embedding.Model2Vec.Tokenization;

/// <summary>Cuts text into the numbers of tokens, as the tokenizers library does by the same <c>tokenizer.json</c>, without special tokens around it.</summary>
/// <remarks>Any number of calls may run concurrently.</remarks>
internal sealed class Tokenizer
{
    private readonly AddedTokens _asWritten;
    private readonly AddedTokens _afterRewriting;

    /// <summary>Makes a tokenizer.</summary>
    /// <param name="added">The tokens that are recognised in the text itself.</param>
    /// <param name="normalizer">Rewrites text first, where it does.</param>
    public Tokenizer(IReadOnlyList<AddedToken> added, TextNormalizer? normalizer)
    {
        Normalizer = normalizer;
        Added = added;
        _asWritten = new AddedTokens(added.Where(token => !token.IsNormalized && token.Text.Length > 0));
        _afterRewriting = new AddedTokens(added
            .Where(token => token.IsNormalized && token.Text.Length > 0)
            .Select(token => normalizer is null ? token : token with { Text = normalizer.Normalize(token.Text) })
            .Where(token => token.Text.Length > 0));
    }

    /// <summary>The tokens that are recognised in the text itself.</summary>
    public IReadOnlyList<AddedToken> Added { get; }

    /// <summary>Rewrites text first, where it does.</summary>
    public TextNormalizer? Normalizer { get; }

    /// <summary>Cuts text into pieces that no token crosses, where it does.</summary>
    public PreTokenizer? PreTokenizer { get; init; }

    /// <summary>Cuts pieces into tokens.</summary>
    public required SubwordModel Model { get; init; }

    /// <summary>Every token with its number.</summary>
    public IEnumerable<KeyValuePair<string, int>> Vocabulary =>
        Model.Vocabulary.Concat(Added.Select(token => KeyValuePair.Create(token.Text, token.Number))).DistinctBy(token => token.Key);

    /// <summary>Adds a text's tokens.</summary>
    public void Tokenize(string text, List<int> tokens)
    {
        foreach ((int start, int end, int? token) in _asWritten.Cut(text))
        {
            if (token is { } number)
            {
                tokens.Add(number);
            }
            else
            {
                string stretch = text[start..end];
                TokenizeRewritten(Normalizer?.Normalize(stretch) ?? stretch, isBeginning: start == 0, tokens);
            }
        }
    }

    private void TokenizeRewritten(string text, bool isBeginning, List<int> tokens)
    {
        foreach ((int start, int end, int? token) in _afterRewriting.Cut(text))
        {
            if (token is { } number)
            {
                tokens.Add(number);
                continue;
            }

            PieceList pieces = PieceList.Whole(text[start..end], isBeginning && start == 0);
            pieces = PreTokenizer?.Cut(pieces) ?? pieces;
            foreach ((int from, int to) in pieces.Pieces)
            {
                Model.Tokenize(pieces.Text.AsSpan(from, to - from), tokens);
            }
        }
    }
}
