namespace VectorHost.Indexing.Ranking;

/// <summary>Orders candidates by what the signals say of them. The same for every backend.</summary>
/// <param name="signals">The signals, in the order in which they apply.</param>
public sealed class Ranker(IReadOnlyList<IRankingSignal> signals)
{
    /// <summary>The signals that searches use.</summary>
    public static Ranker Default { get; } = new([new FileCoherence(), new DefinitionBoost(), new PathWordsBoost(), new PathPenalty()]);

    /// <summary>Ranks candidates.</summary>
    /// <param name="query">The question.</param>
    /// <param name="candidates">The candidates, with their fused scores and their texts.</param>
    /// <param name="top">How many to keep.</param>
    /// <returns>The best, best first, equal ones in the order of their ids; each with its score as it counted.</returns>
    public IReadOnlyList<(RankingCandidate Candidate, double Score)> Rank(
        SearchQuery query, IReadOnlyList<RankingCandidate> candidates, int top)
    {
        foreach (IRankingSignal signal in signals)
        {
            signal.Apply(query, candidates);
        }

        return FileSaturation.Take(
            candidates
                .OrderByDescending(candidate => candidate.Score)
                .ThenBy(candidate => candidate.Record.Id)
                .Select(candidate => (candidate, $"{candidate.Record.Repository}\0{candidate.Record.Path}", candidate.Score)),
            top);
    }
}
