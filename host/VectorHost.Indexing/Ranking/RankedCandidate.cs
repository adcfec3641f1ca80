namespace VectorHost.Indexing.Ranking;

/// <summary>A candidate in its place.</summary>
/// <param name="Candidate">The candidate.</param>
/// <param name="Score">Its score as it counted.</param>
public sealed record RankedCandidate(RankingCandidate Candidate, double Score);
