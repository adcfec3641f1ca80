namespace VectorHost.Indexing.Searching;

/// <summary>What a search found.</summary>
public sealed record SearchAnswer
{
    /// <summary>The best places, best first.</summary>
    public required IReadOnlyList<RankedHit> Hits { get; init; }

    /// <summary>
    /// Whether terms were asked for and no indexed file holds any of the question's. The hits are then what is nearest by
    /// vector alone: something always is, however little it has to do with the question.
    /// </summary>
    public required bool IsBySimilarityAlone { get; init; }
}
