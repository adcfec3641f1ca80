using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace VectorHost.Indexing.Evaluation;

/// <summary>Draws questions at random, the same ones for the same seed on every machine.</summary>
public static class QuerySample
{
    /// <summary>Draws questions.</summary>
    /// <param name="queries">The questions to draw from.</param>
    /// <param name="count">How many, if there are as many.</param>
    /// <param name="seed">Another seed draws others.</param>
    /// <returns>The drawn questions, in the order in which they were given.</returns>
    public static IReadOnlyList<LabelledQuery> Draw(IReadOnlyList<LabelledQuery> queries, int count, int seed)
    {
        HashSet<LabelledQuery> drawn = [.. queries
            .OrderBy(query => KeyOf(query, seed), StringComparer.Ordinal)
            .Take(count)];
        return [.. queries.Where(drawn.Contains)];
    }

    /// <summary>A hash, so that a question is drawn or not whatever else there is.</summary>
    private static string KeyOf(LabelledQuery query, int seed) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"{seed}\n{query.Text}\n{query.Expected[0].Path}:{query.Expected[0].StartLine}"))));
}
