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

    /// <inheritdoc/>
    public string Name => "defined words";

    /// <inheritdoc/>
    public void Apply(SearchQuery query, IReadOnlyList<RankingCandidate> candidates)
    {
        Dictionary<string, (double Share, double Precision)> known = new(StringComparer.Ordinal);
        foreach (RankingCandidate candidate in candidates)
        {
            if (FindBest(query, candidate.Record.Text!, known) is { } best)
            {
                candidate.Add(Name, best.Share * (Weight + (WeightOfPrecision * best.Precision)), $"defines {best.Name}");
            }
        }
    }

    private static (string Name, double Share, double Precision)? FindBest(
        SearchQuery query, string text, Dictionary<string, (double Share, double Precision)> known)
    {
        Dictionary<string, (double Share, double Precision)>.AlternateLookup<ReadOnlySpan<char>> lookup = known.GetAlternateLookup<ReadOnlySpan<char>>();
        (string Name, double Share, double Precision)? best = null;
        foreach ((int start, int end) in new NameScanner(text))
        {
            ReadOnlySpan<char> name = text.AsSpan(start, end - start);
            if (name.Length < ShortestName)
            {
                continue;
            }

            if (!lookup.TryGetValue(name, out (double Share, double Precision) match))
            {
                lookup[name] = match = MatchName(query, name);
            }

            bool isBetter = match.Share * match.Precision > (best is { } b ? b.Share * b.Precision : 0);
            if (isBetter && DefinitionFinder.DefinesAt(text, start, end))
            {
                best = (name.ToString(), match.Share, match.Precision);
            }
        }

        return best;
    }

    private static (double Share, double Precision) MatchName(SearchQuery query, ReadOnlySpan<char> name)
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
        return share > 0 ? (share, (double)parts.Count(query.HasWord) / parts.Count) : default;
    }
}
