using VectorHost.EmbeddingTrainer.Mining;

namespace VectorHost.EmbeddingTrainer.Encoding;

/// <summary>Cuts a row of pairs where the repository changes.</summary>
internal static class PairGroups
{
    /// <summary>The pairs of one repository after another.</summary>
    /// <param name="pairs">The pairs, those of a repository in a row.</param>
    public static IEnumerable<Pair[]> ByRepository(this IEnumerable<Pair> pairs)
    {
        List<Pair> group = [];
        foreach (Pair pair in pairs)
        {
            if (group.Count > 0 && group[0].Repository != pair.Repository)
            {
                yield return [.. group];
                group.Clear();
            }

            group.Add(pair);
        }

        if (group.Count > 0)
        {
            yield return [.. group];
        }
    }
}
