using System.Globalization;
using System.Runtime.InteropServices;

namespace VectorHost.EmbeddingTrainer.Evaluation;

/// <summary>How well questions find their answers: one right answer each, nothing counted below rank 10.</summary>
/// <param name="ReciprocalRank">The mean of 1 / rank: MRR@10.</param>
/// <param name="Gain">The mean of 1 / log2(1 + rank): NDCG@10.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RetrievalScores(double ReciprocalRank, double Gain)
{
    private const int LastRank = 10;
    private const int Digits = 4;

    /// <summary>The scores of one question.</summary>
    /// <param name="rank">The right answer's rank, from 1.</param>
    public static RetrievalScores OfRank(int rank) => rank > LastRank ? default : new(1.0 / rank, 1 / Math.Log2(1 + rank));

    /// <summary>The mean of scores, to four digits: more of them say nothing.</summary>
    /// <param name="scores">The scores; at least one.</param>
    public static RetrievalScores Mean(IReadOnlyCollection<RetrievalScores> scores) =>
        new(Math.Round(scores.Average(score => score.ReciprocalRank), Digits), Math.Round(scores.Average(score => score.Gain), Digits));

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"MRR@10 {ReciprocalRank:F4} NDCG@10 {Gain:F4}");
}
