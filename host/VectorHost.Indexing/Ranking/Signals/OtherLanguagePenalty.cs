using VectorHost.Indexing.Ranking.Questions;

namespace VectorHost.Indexing.Ranking.Signals;

/// <summary>Lowers chunks in another language: code like this one is written in its language, unless nothing else is.</summary>
/// <param name="language">The language of the code that was given; an empty one lowers nothing.</param>
public sealed class OtherLanguagePenalty(string language) : IRankingSignal
{
    private const double Factor = 0.7;

    /// <inheritdoc/>
    public string Name => "language";

    /// <inheritdoc/>
    public void Apply(SearchQuery query, IReadOnlyList<RankingCandidate> candidates)
    {
        if (language.Length == 0)
        {
            return;
        }

        foreach (RankingCandidate candidate in candidates.Where(candidate => candidate.File.Language != language))
        {
            candidate.Multiply(Name, Factor, $"not {language}");
        }
    }
}
