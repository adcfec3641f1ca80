using VectorHost.Indexing.Ranking;
using VectorHost.Indexing.Searching;

namespace VectorHost.Indexing.Evaluation;

/// <summary>A search with or without some of its parts.</summary>
/// <param name="Name">What reports call it.</param>
/// <param name="Recipe">The parts.</param>
public sealed record SearchVariant(string Name, SearchRecipe Recipe)
{
    /// <summary>The search as users get it.</summary>
    public static SearchVariant Ranked { get; } = new("ranked", SearchRecipe.Default);

    /// <summary>The stages of a search, each with what comes before it.</summary>
    public static IReadOnlyList<SearchVariant> Stages { get; } =
    [
        new("terms", new SearchRecipe { UsesVectors = false, Ranker = Ranker.None }),
        new("vectors", new SearchRecipe { UsesTerms = false, Ranker = Ranker.None }),
        new("fused", new SearchRecipe { Ranker = Ranker.None }),
        Ranked,
    ];

    /// <summary>The whole search but for one signal.</summary>
    /// <param name="signal">The signal's name, one of <see cref="Ranker.SignalNames"/>.</param>
    public static SearchVariant Without(string signal) =>
        new($"without {signal}", new SearchRecipe { Ranker = Ranker.Default.Without(signal) });
}
