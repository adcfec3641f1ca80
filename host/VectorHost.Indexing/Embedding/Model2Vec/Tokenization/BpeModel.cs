using System.Text;

namespace VectorHost.Indexing.Embedding.Model2Vec.Tokenization;

/// <summary>Byte-pair encoding (Sennrich et al., 2016): joins neighbours, the pair that was learnt first comes first.</summary>
internal sealed class BpeModel : SubwordModel
{
    private readonly CharTrie _tokens = new();
    private readonly Dictionary<(int Left, int Right), (int Rank, int Joined)> _merges;
    private readonly ByteTokens? _bytes;

    /// <summary>Makes the model.</summary>
    /// <param name="vocabulary">The tokens.</param>
    /// <param name="merges">For each pair of neighbours, when it was learnt and the token that it becomes.</param>
    /// <param name="spellsUnknown">Whether unknown characters are spelt byte by byte where the vocabulary can.</param>
    public BpeModel(
        IReadOnlyList<KeyValuePair<string, int>> vocabulary,
        Dictionary<(int Left, int Right), (int Rank, int Joined)> merges,
        bool spellsUnknown)
    {
        foreach ((string token, int number) in vocabulary)
        {
            _tokens.Add(token, number);
        }

        _merges = merges;
        _bytes = spellsUnknown ? new ByteTokens(_tokens) : null;
    }

    /// <summary>What marks characters that go on a piece; empty in most models.</summary>
    public string ContinuingPrefix { get; init; } = "";

    /// <summary>What marks the last character of a piece; empty in most models.</summary>
    public string EndSuffix { get; init; } = "";

    /// <summary>Whether a run of unknown characters is one unknown token.</summary>
    public bool FusesUnknown { get; init; }

    /// <summary>Whether a piece that is a token is taken whole, whatever the merges say.</summary>
    public bool TakesWholePieces { get; init; }

    /// <inheritdoc/>
    public override void Tokenize(ReadOnlySpan<char> piece, List<int> tokens)
    {
        if (TakesWholePieces && _tokens.Find(piece) is var whole and not CharTrie.None)
        {
            tokens.Add(whole);
            return;
        }

        List<int> symbols = [];
        AddCharacters(piece, symbols);
        Merge(symbols);
        tokens.AddRange(symbols);
    }

    private void AddCharacters(ReadOnlySpan<char> piece, List<int> symbols)
    {
        bool afterUnknown = false;
        int start = 0;
        while (start < piece.Length)
        {
            Rune.DecodeFromUtf16(piece[start..], out _, out int width);
            ReadOnlySpan<char> character = piece.Slice(start, width);
            int number = FindCharacter(character, isFirst: start == 0, isLast: start + width == piece.Length);
            start += width;
            bool isUnknown = number == CharTrie.None && _bytes?.TrySpell(character, symbols) != true;
            if (number != CharTrie.None)
            {
                symbols.Add(number);
            }
            else if (isUnknown && Unknown is { } unknown && !(afterUnknown && FusesUnknown))
            {
                symbols.Add(unknown);
            }

            afterUnknown = isUnknown;
        }
    }

    private int FindCharacter(ReadOnlySpan<char> character, bool isFirst, bool isLast)
    {
        string prefix = isFirst ? "" : ContinuingPrefix;
        string suffix = isLast ? EndSuffix : "";
        return prefix.Length + suffix.Length == 0 ? _tokens.Find(character) : _tokens.Find($"{prefix}{character}{suffix}");
    }

    private void Merge(List<int> symbols)
    {
        while (symbols.Count > 1)
        {
            int best = CharTrie.None;
            (int Rank, int Joined) merge = (int.MaxValue, CharTrie.None);
            for (int i = 0; i + 1 < symbols.Count; i++)
            {
                if (_merges.TryGetValue((symbols[i], symbols[i + 1]), out (int Rank, int Joined) found) && found.Rank < merge.Rank)
                {
                    (best, merge) = (i, found);
                }
            }

            if (best == CharTrie.None)
            {
                return;
            }

            symbols[best] = merge.Joined;
            symbols.RemoveAt(best + 1);
        }
    }
}
