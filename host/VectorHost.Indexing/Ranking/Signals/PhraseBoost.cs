using VectorHost.Indexing.Ranking.Questions;

namespace VectorHost.Indexing.Ranking.Signals;

/// <summary>
/// Lifts chunks that hold words of the question one after the other, small words included: messages and names are found
/// by their order, when each of their words is everywhere.
/// </summary>
public sealed class PhraseBoost : ITextSignal
{
    private const double WeightOfLongestRun = 0.4;
    private const double WeightOfPairs = 0.5;

    /// <summary>For each telling word of a run beyond <see cref="CommonRun"/>: three in a row are hardly by chance.</summary>
    private const double WeightOfTellingWord = 0.15;
    private const int CommonRun = 2;
    private const int MostTellingWords = 4;

    /// <inheritdoc/>
    public string Name => "phrase";

    /// <inheritdoc/>
    public double LimitOf(SearchQuery query, RankingCandidate candidate, double score) =>
        query.Phrase.Length < 2 ? score
            : score + WeightOfLongestRun + WeightOfPairs + (WeightOfTellingWord * Math.Clamp(query.Phrase.Length - CommonRun, 0, MostTellingWords));

    /// <inheritdoc/>
    public void Apply(SearchQuery query, IReadOnlyList<RankingCandidate> candidates)
    {
        PhraseMatcher phrase = query.Phrase;
        if (phrase.Length < 2)
        {
            return;
        }

        foreach (RankingCandidate candidate in candidates)
        {
            (int longest, int telling, int pairs) = phrase.Match(candidate.Text);
            if (longest >= 2)
            {
                double steps = phrase.Length - 1;
                candidate.Add(
                    Name,
                    (WeightOfLongestRun * ((longest - 1) / steps)) + (WeightOfPairs * (pairs / steps))
                        + (WeightOfTellingWord * Math.Clamp(telling - CommonRun, 0, MostTellingWords)),
                    $"has {longest} words in order");
            }
        }
    }
}
