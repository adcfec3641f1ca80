using VectorHost.Indexing.Ranking.Questions;

namespace VectorHost.Indexing.Ranking.Signals;

/// <summary>
/// Lifts chunks that define a name made of the question's words: <c>close_session</c> answers where sessions are closed,
/// and better than <c>close</c> or <c>SessionCloseOptionsParser</c> do.
/// </summary>
public sealed class DefinedWordsBoost : ITextSignal
{
    private const double Weight = 0.6;

    /// <summary>For a name that has no other words.</summary>
    private const double WeightOfPrecision = 0.1;

    private const int ShortestName = 3;

    /// <inheritdoc/>
    public string Name => "defined words";

    /// <inheritdoc/>
    public double LimitOf(SearchQuery query, RankingCandidate candidate, double score) =>
        query.Weighted.Count > 0 ? score + Weight + WeightOfPrecision : score;

    /// <inheritdoc/>
    public void Apply(SearchQuery query, IReadOnlyList<RankingCandidate> candidates)
    {
        foreach (RankingCandidate candidate in candidates)
        {
            if (FindBest(query.NameFits, candidate.Text) is { Name: { } name } best)
            {
                candidate.Add(Name, best.Share * (Weight + (WeightOfPrecision * best.Precision)), $"defines {name}");
            }
        }
    }

    /// <summary>Goes from one place where a word may begin to the next, rather than through all names of the text.</summary>
    private static NameFit FindBest(NameFits fits, ReadOnlySpan<char> text)
    {
        NameFit best = default;
        int position = 0;
        while (fits.Starts.IndexIn(text[position..]) is var offset and >= 0)
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
                && fits.Of(text[start..end]) is var fit
                && fit.Value > best.Value
                && DefinitionFinder.FindAt(text, start, end) != DefinitionKind.None)
            {
                best = fit;
            }
        }

        return best;
    }

    private static bool IsPart(char c) => char.IsAsciiLetterOrDigit(c) || c == '_' || (c > '\x7f' && char.IsLetterOrDigit(c));
}
