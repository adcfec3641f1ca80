using System.Globalization;
using VectorHost.Abstractions;
using VectorHost.Indexing.Ranking;

namespace VectorHost.Indexing.Searching;

/// <summary>
/// How like its source a chunk is: the mean of the cosine between their vectors and of the share of the source's rare
/// terms that it has, weighted by how rare they are. Both are 1, or nearly so, for a copy and about 0 for something else, so
/// that they can be added where the ranks alone would hide how near the nearest is.
/// </summary>
/// <param name="source">The vector of the source, of length 1.</param>
/// <param name="fullTermScore">What the source itself scores by its own terms; 0 where it has none.</param>
internal sealed class Likeness(ReadOnlyMemory<float> source, double fullTermScore)
{
    /// <summary>Chunks are made of the same words as chunks, so that vectors and terms count alike.</summary>
    private const double VectorWeight = 0.5;

    /// <summary>Begins a candidate with its likeness and the reasons for it.</summary>
    /// <param name="record">The chunk, with its text and its vector.</param>
    /// <param name="termScore">What it scores by the source's terms.</param>
    public RankingCandidate Judge(ChunkRecord record, double termScore)
    {
        double cosine = Cosine(source.Span, record.Embedding.Span);
        double share = fullTermScore > 0 ? Math.Min(1, termScore / fullTermScore) : 0;
        double vectorWeight = fullTermScore > 0 ? VectorWeight : 1;
        RankingCandidate candidate = new(record, score: 0);
        candidate.Add("vector", vectorWeight * Math.Max(0, cosine), string.Create(CultureInfo.InvariantCulture, $"cosine {cosine:0.000}"));
        candidate.Add("rare terms", (1 - vectorWeight) * share, string.Create(CultureInfo.InvariantCulture, $"{share * 100:0} % of what they weigh"));
        return candidate;
    }

    private static double Cosine(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        double sum = 0;
        for (int i = 0; i < left.Length; i++)
        {
            sum += (double)left[i] * right[i];
        }

        return sum;
    }
}
