namespace VectorHost.Indexing.Ranking;

/// <summary>What one signal did to the score of a chunk.</summary>
/// <param name="Signal">The signal's name.</param>
/// <param name="Amount">What it added; negative for a penalty. On the scale of <see cref="RankingCandidate.Score"/>.</param>
/// <param name="Reason">Why, for the user.</param>
public sealed record ScoreChange(string Signal, double Amount, string Reason);
