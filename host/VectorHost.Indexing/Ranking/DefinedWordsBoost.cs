using VectorHost.Indexing.Tokens;

namespace VectorHost.Indexing.Ranking;

/// <summary>
/// Lifts chunks that define a name made of the question's words: <c>close_session</c> answers where sessions are closed,
/// and better than <c>close</c> or <c>SessionCloseOptionsParser</c> do.
/// </summary>
public sealed class DefinedWordsBoost : IRankingSignal
{
    private const double Weight = 0.6;

    /// <summary>For a name that has no other words.</summary>
    private const double WeightOfPrecision = 0.1;

    private const int ShortestName = 3;

    /// <summary>What a part of a name has to share with a word to agree with it.</summary>
    private const int SharedStart = 3;

    /// <inheritdoc/>
    public string Name => "defined words";

    /// <inheritdoc/>
    public void Apply(SearchQuery query, IReadOnlyList<RankingCandidate> candidates)
    {
        WordStarts starts = new([.. query.Words.Select(word => word[..Math.Min(SharedStart, word.Length)])]);
        Dictionary<string, NameMatch> known = new(StringComparer.Ordinal);
        foreach (RankingCandidate candidate in candidates)
        {
            if (FindBest(query, candidate.Record.Text!, starts, known) is { Name: { } name } best)
            {
                candidate.Add(Name, best.Share * (Weight + (WeightOfPrecision * best.Precision)), $"defines {name}");
            }
        }
    }

    /// <summary>Goes from one place where a word may begin to the next, rather than through all names of the text.</summary>
    private static NameMatch FindBest(SearchQuery query, ReadOnlySpan<char> text, WordStarts starts, Dictionary<string, NameMatch> known)
    {
        NameMatch best = default;
        int position = 0;
        while (starts.IndexIn(text[position..]) is var offset and >= 0)
        {
            int start = position + offset;
            while (start > 0 && IsPart(text[start - 1]))
            {
                start--;
            }

            int end = position + offset;
            while (end < text.Length && IsPart(text[end]))
            {
                end++;
            }

            position = Math.Max(end, position + offset + 1);
            if (end - start >= ShortestName
                && Match(query, text[start..end], known) is var match
                && match.Value > best.Value
                && DefinitionFinder.FindAt(text, start, end) != DefinitionKind.None)
            {
                best = match;
            }
        }

        return best;
    }

    private static bool IsPart(char c) => char.IsAsciiLetterOrDigit(c) || c == '_' || (c > '\x7f' && char.IsLetterOrDigit(c));

    private static NameMatch Match(SearchQuery query, ReadOnlySpan<char> name, Dictionary<string, NameMatch> known)
    {
        Dictionary<string, NameMatch>.AlternateLookup<ReadOnlySpan<char>> lookup = known.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!lookup.TryGetValue(name, out NameMatch match))
        {
            lookup[name] = match = Match(query, name);
        }

        return match;
    }

    private static NameMatch Match(SearchQuery query, ReadOnlySpan<char> name)
    {
        HashSet<string> parts = [];
        foreach (Token token in new CodeTokenizer(name, stackalloc char[CodeTokenizer.MaxTokenLength]))
        {
            if (!token.IsWhole)
            {
                parts.Add(token.Text.ToString());
            }
        }

        double share = query.ShareOf(query.WordsIn(parts));
        return share > 0 ? new NameMatch(name.ToString(), share, (double)parts.Count(query.HasWord) / parts.Count) : default;
    }

    private readonly record struct NameMatch(string? Name, double Share, double Precision)
    {
        public double Value => Share * Precision;
    }
}
