using VectorHost.Indexing.Ranking.Questions;

namespace VectorHost.Indexing.Ranking.Signals;

/// <summary>Lifts chunks of files that fit the question as wholes: what one chunk does not say, its neighbours may.</summary>
public sealed class FileTermsBoost : IRankingSignal
{
    private const double Weight = 0.45;

    /// <inheritdoc/>
    public string Name => "file terms";

    /// <inheritdoc/>
    public void Apply(SearchQuery query, IReadOnlyList<RankingCandidate> candidates)
    {
        foreach (RankingCandidate candidate in candidates)
        {
            if (candidate.Evidence.FileTerms > 0)
            {
                candidate.Add(Name, Weight * candidate.Evidence.FileTerms, "the whole file fits");
            }
        }
    }
}
