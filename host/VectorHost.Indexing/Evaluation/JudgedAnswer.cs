using VectorHost.Indexing.Searching;

namespace VectorHost.Indexing.Evaluation;

/// <summary>
/// An answer beside what was expected. A place counts once, at the rank of the first chunk that shows it, so that several
/// chunks of one file cannot be right several times, and push others down.
/// </summary>
/// <remarks>
/// NDCG as by Järvelin and Kekäläinen, "Cumulated gain-based evaluation of IR techniques" (2002), with relevance 0 or 1
/// and the discount log2(1 + rank); the ideal answer has all places, or as many as the list holds, at its top.
/// </remarks>
public sealed record JudgedAnswer
{
    /// <summary>How many hits are looked at.</summary>
    public const int Depth = 10;

    private JudgedAnswer(LabelledQuery query, IReadOnlyList<int?> ranks, IReadOnlyList<RankedHit> hits)
    {
        Query = query;
        Ranks = ranks;
        Hits = hits;
    }

    /// <summary>The question.</summary>
    public LabelledQuery Query { get; }

    /// <summary>For each expected place, in order, the rank at which it is shown; <see langword="null"/> where it is not.</summary>
    public IReadOnlyList<int?> Ranks { get; }

    /// <summary>What was found, best first.</summary>
    public IReadOnlyList<RankedHit> Hits { get; }

    /// <summary>The rank of the first place that is shown; <see langword="null"/> where none is.</summary>
    public int? FirstRank => Ranks.Min();

    /// <summary>1 / <see cref="FirstRank"/>, or 0.</summary>
    public double ReciprocalRank => FirstRank is { } rank ? 1.0 / rank : 0;

    /// <summary>Normalised discounted cumulative gain of the first <see cref="Depth"/> hits, from 0 to 1.</summary>
    public double Ndcg
    {
        get
        {
            double ideal = Enumerable.Range(1, Math.Min(Depth, Ranks.Count)).Sum(Gain);
            return Ranks.OfType<int>().Sum(Gain) / ideal;
        }
    }

    /// <summary>Judges an answer.</summary>
    /// <param name="query">The question.</param>
    /// <param name="hits">The answer, best first; what lies beyond <see cref="Depth"/> is not looked at.</param>
    public static JudgedAnswer Judge(LabelledQuery query, IReadOnlyList<RankedHit> hits)
    {
        ArgumentNullException.ThrowIfNull(query);
        List<RankedHit> seen = [.. hits.Take(Depth)];
        return new JudgedAnswer(query, [.. query.Expected.Select(place => RankOf(place, seen))], seen);
    }

    /// <summary>The share of the expected places that the first hits show.</summary>
    /// <param name="depth">How many hits, up to <see cref="Depth"/>.</param>
    public double Recall(int depth) => (double)Ranks.Count(rank => rank <= depth) / Ranks.Count;

    private static int? RankOf(ExpectedPlace place, List<RankedHit> hits) =>
        hits.FindIndex(hit => place.IsShownBy(hit.Record)) is var index and >= 0 ? index + 1 : null;

    private static double Gain(int rank) => 1 / Math.Log2(1 + rank);
}
