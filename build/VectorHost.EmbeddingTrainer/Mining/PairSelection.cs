namespace VectorHost.EmbeddingTrainer.Mining;

/// <summary>Chooses among the pairs of a repository: no pair twice, no sentence often, and no repository more than its share.</summary>
internal static class PairSelection
{
    private const int MostOfQuery = 3;

    /// <summary>Chooses.</summary>
    /// <param name="pairs">The pairs of one repository.</param>
    /// <param name="most">The most pairs of each kind.</param>
    /// <returns>The chosen pairs in their order, spread evenly over all.</returns>
    public static IReadOnlyList<Pair> Choose(IEnumerable<Pair> pairs, int most)
    {
        Dictionary<string, int> queries = new(StringComparer.OrdinalIgnoreCase);
        HashSet<string> codes = new(StringComparer.Ordinal);
        List<Pair> distinct = [];
        foreach (Pair pair in pairs)
        {
            int count = queries.GetValueOrDefault(pair.Query);
            if (count < MostOfQuery && codes.Add($"{pair.Kind} {pair.Code}"))
            {
                queries[pair.Query] = count + 1;
                distinct.Add(pair);
            }
        }

        return [.. distinct.GroupBy(pair => pair.Kind).SelectMany(kind => Spread([.. kind], most))];
    }

    /// <summary>Chooses items, spread evenly over all.</summary>
    /// <typeparam name="T">The items' type.</typeparam>
    /// <param name="items">The items.</param>
    /// <param name="most">How many at the most.</param>
    public static IEnumerable<T> Spread<T>(T[] items, int most) => items.Length <= most
        ? items
        : Enumerable.Range(0, most).Select(i => items[(int)((long)i * items.Length / most)]);
}
