using VectorHost.Indexing.Ranking.Questions;

namespace VectorHost.Indexing.Ranking;

/// <summary>
/// Something that says how good an answer a chunk is, beyond being near in meaning and in terms. It changes scores and
/// says why.
/// </summary>
/// <remarks>
/// A signal sees all candidates at once, before their texts are read. One that reads texts is an <see cref="ITextSignal"/>.
/// </remarks>
public interface IRankingSignal
{
    /// <summary>What explanations and reports call it.</summary>
    string Name { get; }

    /// <summary>Changes the scores of the candidates that it knows something about.</summary>
    /// <param name="query">The question.</param>
    /// <param name="candidates">The candidates, in no particular order.</param>
    void Apply(SearchQuery query, IReadOnlyList<RankingCandidate> candidates);
}
