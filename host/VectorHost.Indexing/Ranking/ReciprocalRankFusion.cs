namespace VectorHost.Indexing.Ranking;

/// <summary>
/// Fuses ranked lists into one: an item scores the sum of weight / (k + rank) over the lists that have it. Ranks are all
/// that counts, so that lists with scores of different kinds can be fused.
/// </summary>
/// <remarks>
/// Cormack, Clarke, Büttcher: Reciprocal Rank Fusion outperforms Condorcet and individual rank learning methods,
/// SIGIR 2009; the constant 60 is theirs.
/// </remarks>
public sealed class ReciprocalRankFusion
{
    private const double K = 60;

    private readonly Dictionary<Guid, double> _scores = [];
    private double _best;

    /// <summary>Adds a list.</summary>
    /// <param name="ids">The items, best first, each once.</param>
    /// <param name="weight">How much the list counts.</param>
    public void Add(IEnumerable<Guid> ids, double weight)
    {
        int rank = 0;
        foreach (Guid id in ids)
        {
            rank++;
            _scores[id] = _scores.GetValueOrDefault(id) + (weight / (K + rank));
        }

        _best += weight / (K + 1);
    }

    /// <summary>The items, best first, equal ones in the order of their ids; scores from 0 to 1.</summary>
    public IReadOnlyList<(Guid Id, double Score)> Fuse() =>
        [.. _scores
            .Select(entry => (Id: entry.Key, Score: entry.Value / _best))
            .OrderByDescending(entry => entry.Score)
            .ThenBy(entry => entry.Id)];
}
