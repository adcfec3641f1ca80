using VectorHost.Indexing.Tokens;

namespace VectorHost.Indexing.Ranking.Questions;

/// <summary>How well names fit one question. Each name is worked out once: the same ones come again and again.</summary>
/// <param name="all">The question's words, those that tell nothing where they are asked among them.</param>
/// <param name="words">Those that do.</param>
internal sealed class NameFits(IReadOnlyList<string> all, QueryWords words)
{
    /// <summary>What a part of a name has to share with a word to agree with it.</summary>
    private const int SharedStart = 3;

    private readonly Dictionary<string, NameFit> _known = new(StringComparer.Ordinal);

    /// <summary>Where a name may begin to fit.</summary>
    public WordStarts Starts { get; } = new([.. all.Select(word => word[..Math.Min(SharedStart, word.Length)])]);

    /// <summary>How well a name fits.</summary>
    /// <param name="name">The name, as it is written.</param>
    public NameFit Of(ReadOnlySpan<char> name)
    {
        Dictionary<string, NameFit>.AlternateLookup<ReadOnlySpan<char>> lookup = _known.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!lookup.TryGetValue(name, out NameFit fit))
        {
            lookup[name] = fit = Find(name);
        }

        return fit;
    }

    private NameFit Find(ReadOnlySpan<char> name)
    {
        Span<bool> found = words.Count <= QueryWords.FewWords ? stackalloc bool[words.Count] : new bool[words.Count];
        int fitting = 0;
        List<string> parts = [];
        foreach (Token token in new CodeTokenizer(name, stackalloc char[CodeTokenizer.MaxTokenLength]))
        {
            if (!token.IsWhole && !Contains(parts, token.Text))
            {
                parts.Add(token.Text.ToString());
                fitting += words.Mark(token.Text, found) ? 1 : 0;
            }
        }

        double share = words.ShareOf(found);
        return share > 0 ? new NameFit(name.ToString(), share, (double)fitting / parts.Count) : default;
    }

    private static bool Contains(List<string> parts, ReadOnlySpan<char> part)
    {
        foreach (string other in parts)
        {
            if (part.SequenceEqual(other))
            {
                return true;
            }
        }

        return false;
    }
}
