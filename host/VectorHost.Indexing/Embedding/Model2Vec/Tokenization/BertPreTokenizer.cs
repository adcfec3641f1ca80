using System.Text;

namespace VectorHost.Indexing.Embedding.Model2Vec.Tokenization;

/// <summary>Cuts at white space, and around every punctuation mark.</summary>
internal sealed class BertPreTokenizer : PreTokenizer
{
    /// <summary>Whether BERT takes a character for punctuation: by Unicode, and all of ASCII's symbols.</summary>
    public static bool IsPunctuation(Rune rune) =>
        Rune.IsPunctuation(rune) || rune.Value is '$' or '+' or '<' or '=' or '>' or '^' or '`' or '|' or '~';

    /// <inheritdoc/>
    public override PieceList Cut(PieceList pieces)
    {
        List<(int Start, int End)> cut = [];
        foreach ((int start, int end) in pieces.Pieces)
        {
            Cut(pieces.Text, start, end, cut);
        }

        return pieces with { Pieces = cut };
    }

    private static void Cut(string text, int start, int end, List<(int Start, int End)> cut)
    {
        int word = start;
        int next = start;
        while (next < end)
        {
            Rune.DecodeFromUtf16(text.AsSpan(next, end - next), out Rune rune, out int width);
            bool isSpace = Rune.IsWhiteSpace(rune);
            if (isSpace || IsPunctuation(rune))
            {
                Add(cut, word, next);
                Add(cut, next, isSpace ? next : next + width);
                word = next + width;
            }

            next += width;
        }

        Add(cut, word, end);
    }

    private static void Add(List<(int Start, int End)> cut, int start, int end)
    {
        if (end > start)
        {
            cut.Add((start, end));
        }
    }
}
