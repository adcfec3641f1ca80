using VectorHost.Indexing.Ranking;

namespace VectorHost.Indexing.Searching;

/// <summary>Which parts of a search take part. Everybody but an evaluation, which leaves parts out to see what they are worth, uses all.</summary>
public sealed record SearchRecipe
{
    /// <summary>What searches use.</summary>
    public static SearchRecipe Default { get; } = new();

    /// <summary>Whether the snapshots' terms give candidates.</summary>
    public bool UsesTerms { get; init; } = true;

    /// <summary>Whether the store's vectors give candidates.</summary>
    public bool UsesVectors { get; init; } = true;

    /// <summary>What orders the candidates.</summary>
    public Ranker Ranker { get; init; } = Ranker.Default;
}
