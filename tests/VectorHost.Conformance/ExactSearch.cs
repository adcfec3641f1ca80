using VectorHost.Abstractions;

namespace VectorHost.Conformance;

/// <summary>What a store must answer, computed in the plainest way: the measure for every backend.</summary>
public static class ExactSearch
{
    /// <summary>Whether a record matches a filter.</summary>
    public static bool Matches(RecordFilter filter, ChunkRecord record) =>
        filter.Repositories?.Contains(record.Repository) is not false
        && filter.Paths?.Contains(record.Path) is not false
        && filter.Ids?.Contains(record.Id) is not false
        && (filter.PathPrefix is null || record.Path.StartsWith(filter.PathPrefix, StringComparison.Ordinal));

    /// <summary>The best records that match, best first, equal scores in the order of ids.</summary>
    public static IReadOnlyList<SearchHit> Search(IEnumerable<ChunkRecord> records, VectorQuery query) =>
    [
        .. records.Where(record => Matches(query.Filter, record))
            .Select(record => new SearchHit { Record = record, Score = Cosine(record.Embedding.Span, query.Embedding.Span) })
            .OrderByDescending(hit => hit.Score)
            .ThenBy(hit => hit.Record.Id)
            .Take(query.Top),
    ];

    private static double Cosine(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        double product = 0;
        for (int i = 0; i < left.Length; i++)
        {
            product += (double)left[i] * right[i];
        }

        return Math.Clamp(product, -1, 1);
    }
}
