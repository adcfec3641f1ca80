using VectorHost.Abstractions;
using VectorHost.Plugins.Pinecone.Records;

namespace VectorHost.Plugins.Pinecone.Search;

/// <summary>
/// Scores records by their vectors as they were saved, and keeps the best. The service's own scores are of compressed
/// vectors: near enough to find candidates, not to order them.
/// </summary>
internal sealed class Ranking(VectorQuery query)
{
    private readonly PriorityQueue<SearchHit, SearchHit> _best = new(Comparer<SearchHit>.Create((left, right) => Compare(right, left)));

    /// <summary>Considers a whole record.</summary>
    public void Add(ChunkRecord record)
    {
        SearchHit hit = new() { Record = record, Score = Cosine(query.Embedding.Span, record.Embedding.Span) };
        _best.Enqueue(hit, hit);
        if (_best.Count > query.Top)
        {
            _best.Dequeue();
        }
    }

    /// <summary>The best, best first, equal scores in the order of their ids.</summary>
    public IReadOnlyList<SearchHit> Best()
    {
        SearchHit[] hits = [.. _best.UnorderedItems.Select(item => item.Element)];
        Array.Sort(hits, Compare);
        return [.. hits.Select(hit => hit with { Record = RecordReading.Trim(hit.Record, query.Parts) })];
    }

    /// <summary>The cosine of vectors of length 1.</summary>
    public static double Cosine(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        double product = 0;
        for (int i = 0; i < left.Length; i++)
        {
            product += (double)left[i] * right[i];
        }

        return Math.Clamp(product, -1, 1);
    }

    private static int Compare(SearchHit left, SearchHit right)
    {
        int byScore = right.Score.CompareTo(left.Score);
        return byScore != 0 ? byScore : left.Record.Id.CompareTo(right.Record.Id);
    }
}
