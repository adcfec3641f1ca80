using System.Text;

namespace VectorHost.Indexing.Embedding.Model2Vec.Tokenization;

/// <summary>Cuts at the places that a rule finds.</summary>
/// <param name="find">Adds the places in a text, in order, as offsets of their beginning and end.</param>
/// <param name="behavior">What becomes of them.</param>
/// <param name="inverted">Whether the rule finds the pieces and cuts between them.</param>
internal sealed class SplitPreTokenizer(SplitPreTokenizer.Finder find, SplitBehavior behavior, bool inverted = false) : PreTokenizer
{
    /// <summary>Finds places in a text.</summary>
    public delegate void Finder(ReadOnlySpan<char> text, List<(int Start, int End)> found);

    /// <inheritdoc/>
    public override PieceList Cut(PieceList pieces)
    {
        List<(int Start, int End)> cut = [];
        List<(int Start, int End)> found = [];
        List<(int Start, int End, bool IsMatch)> parts = [];
        foreach ((int start, int end) in pieces.Pieces)
        {
            found.Clear();
            parts.Clear();
            find(pieces.Text.AsSpan(start, end - start), found);
            AddParts(start, end, found, parts);
            if (behavior == SplitBehavior.MergedWithNext)
            {
                AddMergedWithNext(parts, cut);
            }
            else
            {
                Add(parts, cut);
            }
        }

        return pieces with { Pieces = cut };
    }

    /// <summary>A rule that finds single characters.</summary>
    public static Finder Characters(Func<Rune, bool> matches) => (text, found) =>
    {
        int start = 0;
        while (start < text.Length)
        {
            Rune.DecodeFromUtf16(text[start..], out Rune rune, out int width);
            if (matches(rune))
            {
                found.Add((start, start + width));
            }

            start += width;
        }
    };

    private void AddParts(int start, int end, List<(int Start, int End)> found, List<(int Start, int End, bool IsMatch)> parts)
    {
        int next = start;
        foreach ((int from, int to) in found)
        {
            AddPart(parts, next, start + from, isMatch: inverted);
            AddPart(parts, start + from, start + to, isMatch: !inverted);
            next = start + to;
        }

        AddPart(parts, next, end, isMatch: inverted);
    }

    private static void AddPart(List<(int Start, int End, bool IsMatch)> parts, int start, int end, bool isMatch)
    {
        if (end > start)
        {
            parts.Add((start, end, isMatch));
        }
    }

    private void Add(List<(int Start, int End, bool IsMatch)> parts, List<(int Start, int End)> cut)
    {
        int first = cut.Count;
        bool afterMatch = false;
        foreach ((int start, int end, bool isMatch) in parts)
        {
            bool joins = behavior switch
            {
                SplitBehavior.MergedWithPrevious => isMatch && !afterMatch,
                SplitBehavior.Contiguous => isMatch && afterMatch,
                _ => false,
            };
            if (joins && cut.Count > first)
            {
                cut[^1] = (cut[^1].Start, end);
            }
            else if (!isMatch || behavior != SplitBehavior.Removed)
            {
                cut.Add((start, end));
            }

            afterMatch = isMatch;
        }
    }

    private static void AddMergedWithNext(List<(int Start, int End, bool IsMatch)> parts, List<(int Start, int End)> cut)
    {
        for (int i = 0; i < parts.Count; i++)
        {
            // Of several places in a row, the last belongs to what follows.
            bool joins = parts[i].IsMatch && i + 1 < parts.Count && !parts[i + 1].IsMatch;
            cut.Add((parts[i].Start, joins ? parts[i + 1].End : parts[i].End));
            i += joins ? 1 : 0;
        }
    }
}
