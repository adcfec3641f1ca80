using VectorHost.Indexing.Ranking.Questions;

namespace VectorHost.Indexing.Ranking.Signals;

/// <summary>Lifts chunks that hold a name of the question exactly as it is written there.</summary>
public sealed class ExactNameBoost : ITextSignal
{
    private const double Weight = 0.9;

    /// <inheritdoc/>
    public string Name => "exact name";

    /// <inheritdoc/>
    public double LimitOf(SearchQuery query, RankingCandidate candidate, double score) => query.Symbols.Count > 0 ? score + Weight : score;

    /// <inheritdoc/>
    public void Apply(SearchQuery query, IReadOnlyList<RankingCandidate> candidates)
    {
        foreach (RankingCandidate candidate in candidates)
        {
            if (query.Symbols.FirstOrDefault(symbol => candidate.Text.Contains(symbol, StringComparison.Ordinal)) is { } symbol)
            {
                candidate.Add(Name, Weight, $"has {symbol}");
            }
        }
    }
}
