using VectorHost.Indexing.Ranking.Questions;

namespace VectorHost.Indexing.Ranking;

/// <summary>
/// A signal that reads the texts of candidates. Since most candidates never become hits, it is shown only those that still
/// can, some at a time, and says beforehand how much it can matter.
/// </summary>
/// <remarks>It looks at each candidate by itself: what it says of one does not depend on which others it is shown.</remarks>
public interface ITextSignal : IRankingSignal
{
    /// <summary>The highest score that it can leave a candidate with, whatever the text.</summary>
    /// <param name="query">The question.</param>
    /// <param name="candidate">The candidate, whose text may not be known.</param>
    /// <param name="score">
    /// The score that it finds; not <see cref="RankingCandidate.Score"/>, since signals before it may raise that. The result
    /// does not fall where this rises.
    /// </param>
    double LimitOf(SearchQuery query, RankingCandidate candidate, double score);
}
