using VectorHost.Indexing.Ranking.Questions;
using VectorHost.Indexing.Ranking.Signals;

namespace VectorHost.Indexing.Ranking;

/// <summary>
/// Ranks the candidates of one question, reading as few texts as it takes: from the best on, until what is left cannot
/// reach the list any more (the threshold algorithm of Fagin, Lotem and Naor, 2001).
/// </summary>
public sealed class RankingRun
{
    /// <summary>After so many, it is seen whether the list is complete. Looking takes about as long as ranking two more.</summary>
    private const int Step = 32;

    /// <summary>Limits are sums in another order than the scores that they limit, and may be rounded otherwise.</summary>
    private const double Rounding = 1e-9;

    private readonly Ranker _ranker;
    private readonly SearchQuery _query;
    private readonly int _top;

    /// <summary>The candidates whose texts are known and that are not ranked yet, the highest limit last.</summary>
    private readonly List<RankingCandidate> _known = [];

    /// <summary>Those whose texts are not known, the highest limit last.</summary>
    private readonly List<RankingCandidate> _unknown = [];

    /// <summary>Those that the caller was told to read.</summary>
    private List<RankingCandidate> _wanted = [];

    private readonly FileSaturation _ranked;
    private IReadOnlyList<RankedCandidate> _best = [];

    internal RankingRun(Ranker ranker, SearchQuery query, IReadOnlyList<RankingCandidate> candidates, int top)
    {
        _ranker = ranker;
        _query = query;
        _top = top;
        _ranked = new FileSaturation(ranker.Saturates ? FileSaturation.Decay : 1);
        foreach (IRankingSignal signal in ranker.OfAll)
        {
            signal.Apply(query, candidates);
        }

        foreach (RankingCandidate candidate in candidates)
        {
            candidate.Limit = LimitOf(candidate);
            (candidate.IsRead ? _known : _unknown).Add(candidate);
        }

        _known.Sort(static (left, right) => left.Limit.CompareTo(right.Limit));
        _unknown.Sort(static (left, right) => left.Limit.CompareTo(right.Limit));
    }

    private double Threshold => _best.Count == 0 || _best.Count < _top ? double.NegativeInfinity : _best[^1].Score;

    /// <summary>
    /// Ranks what can be ranked, and finds the candidates to be read next. The caller reads them, calls
    /// <see cref="RankingCandidate.Read"/> of each that is still there, and comes again until there is none.
    /// </summary>
    /// <param name="most">How many at the most.</param>
    /// <returns>The candidates that may become hits and whose texts are not known, the likeliest first.</returns>
    public IReadOnlyList<RankingCandidate> FindUnread(int most)
    {
        Rank(_wanted.FindAll(static candidate => candidate.IsRead));
        while (Take(_known, Step) is { Count: > 0 } known)
        {
            Rank(known);
        }

        return _wanted = Take(_unknown, most);
    }

    /// <summary>The best, best first, equal ones in the order of their ids; each with its score as it counted.</summary>
    public IReadOnlyList<RankedCandidate> Complete() => _best;

    /// <summary>Takes those that may become hits, the highest limit first.</summary>
    private List<RankingCandidate> Take(List<RankingCandidate> waiting, int most)
    {
        List<RankingCandidate> taken = [];
        while (taken.Count < most && waiting.Count > 0 && waiting[^1].Limit + Rounding >= Threshold)
        {
            taken.Add(waiting[^1]);
            waiting.RemoveAt(waiting.Count - 1);
        }

        return taken;
    }

    private void Rank(List<RankingCandidate> candidates)
    {
        if (candidates.Count == 0)
        {
            return;
        }

        foreach (ITextSignal signal in _ranker.OfTexts)
        {
            signal.Apply(_query, candidates);
        }

        candidates.ForEach(_ranked.Add);
        _best = _ranked.Take(_top);
    }

    private double LimitOf(RankingCandidate candidate)
    {
        double limit = candidate.Score;
        foreach (ITextSignal signal in _ranker.OfTexts)
        {
            limit = signal.LimitOf(_query, candidate, limit);
        }

        return limit;
    }
}
