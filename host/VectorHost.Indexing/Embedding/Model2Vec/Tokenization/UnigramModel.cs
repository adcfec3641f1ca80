using System.Runtime.InteropServices;
using System.Text;

namespace VectorHost.Indexing.Embedding.Model2Vec.Tokenization;

/// <summary>
/// A unigram language model (Kudo, "Subword Regularization", 2018): of all ways to cut a piece into tokens, the most
/// likely, found by Viterbi's algorithm. Runs of unknown characters are one unknown token.
/// </summary>
internal sealed class UnigramModel : SubwordModel
{
    /// <summary>How much less likely than the least likely token an unknown character is: SentencePiece's constant.</summary>
    private const double UnknownPenalty = 10;

    private readonly CharTrie _trie = new();
    private readonly double[] _scores;
    private readonly double _unknownScore;
    private readonly int _unknown;
    private readonly ByteTokens? _bytes;

    /// <summary>Makes the model.</summary>
    /// <param name="vocabulary">The tokens, whose numbers are their places.</param>
    /// <param name="scores">The logarithm of each token's probability.</param>
    /// <param name="unknown">The number of the unknown token, or -1 where there is none: unknown text is then left out.</param>
    /// <param name="spellsUnknown">Whether unknown text is spelt byte by byte where the vocabulary can.</param>
    public UnigramModel(IReadOnlyList<KeyValuePair<string, int>> vocabulary, double[] scores, int unknown, bool spellsUnknown)
    {
        foreach ((string token, int number) in vocabulary)
        {
            _trie.Add(token, number);
        }

        _scores = scores;
        _unknown = unknown;
        _unknownScore = scores.DefaultIfEmpty().Min() - UnknownPenalty;
        _bytes = spellsUnknown ? new ByteTokens(_trie) : null;
    }

    /// <inheritdoc/>
    public override void Tokenize(ReadOnlySpan<char> piece, List<int> tokens)
    {
        Step[] steps = FindBestPath(piece);
        int end = piece.Length;
        List<(int Start, int End, int Number)> path = [];
        while (end > 0)
        {
            Step step = steps[end];
            if (step.Number == _unknown && path.Count > 0 && path[^1].Number == _unknown)
            {
                path[^1] = path[^1] with { Start = step.Start };
            }
            else
            {
                path.Add((step.Start, end, step.Number));
            }

            end = step.Start;
        }

        for (int i = path.Count - 1; i >= 0; i--)
        {
            AddToken(piece[path[i].Start..path[i].End], path[i].Number, tokens);
        }
    }

    private void AddToken(ReadOnlySpan<char> text, int number, List<int> tokens)
    {
        if (number != _unknown)
        {
            tokens.Add(number);
        }
        else if (_trie.Find(text) is var known and not CharTrie.None)
        {
            tokens.Add(known);
        }
        else if (_bytes?.TrySpell(text, tokens) != true && _unknown >= 0)
        {
            tokens.Add(_unknown);
        }
    }

    private Step[] FindBestPath(ReadOnlySpan<char> text)
    {
        Step[] steps = new Step[text.Length + 1];
        Array.Fill(steps, new Step(CharTrie.None, 0, CharTrie.None));
        steps[0] = new Step(0, 0, CharTrie.None);
        int start = 0;
        while (start < text.Length)
        {
            Rune.DecodeFromUtf16(text[start..], out _, out int width);
            double score = steps[start].Score;
            bool isKnown = false;
            int node = CharTrie.Root;
            for (int end = start; end < text.Length; end++)
            {
                node = _trie.Next(node, text[end]);
                if (node == CharTrie.None)
                {
                    break;
                }

                if (_trie.EntryAt(node) is var number and not CharTrie.None)
                {
                    Offer(ref steps[end + 1], new Step(start, score + _scores[number], number));
                    isKnown |= end + 1 - start == width;
                }
            }

            if (!isKnown)
            {
                Offer(ref steps[start + width], new Step(start, score + _unknownScore, _unknown));
            }

            start += width;
        }

        return steps;
    }

    private static void Offer(ref Step best, Step candidate)
    {
        if (best.Start == CharTrie.None || candidate.Score > best.Score)
        {
            best = candidate;
        }
    }

    /// <summary>The best way to reach a place in the text: the last token on it, where that begins, and what it all scores.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Step(int Start, double Score, int Number);
}
