using System.Runtime.CompilerServices;

namespace VectorHost.Indexing.Snapshots.Terms;

/// <summary>
/// How well a chunk fits a term: Okapi BM25 (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009) in
/// Lucene's variant, whose weights are never negative and which leaves out the constant factor k1 + 1.
/// </summary>
internal readonly struct Bm25
{
    private const double K1 = 1.5;
    private const double B = 0.75;
    private readonly double _lengthFactor;

    /// <param name="chunkCount">How many chunks there are.</param>
    /// <param name="tokenCount">The sum of their lengths in tokens.</param>
    public Bm25(int chunkCount, long tokenCount) => _lengthFactor = tokenCount == 0 ? 0 : K1 * B * chunkCount / tokenCount;

    /// <summary>How much a term says: ln(1 + (N - n + 0.5) / (n + 0.5)).</summary>
    /// <param name="chunkCount">N, how many chunks there are.</param>
    /// <param name="matchCount">n, how many of them hold the term.</param>
    public static double Weight(int chunkCount, int matchCount) =>
        Math.Log(1 + ((chunkCount - matchCount + 0.5) / (matchCount + 0.5)));

    /// <summary>f / (f + k1 (1 - b + b l / average)): from 0 to 1.</summary>
    /// <param name="frequency">f, how often the chunk holds the term.</param>
    /// <param name="length">l, how many tokens the chunk has.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Saturate(uint frequency, int length) => frequency / (frequency + (K1 * (1 - B)) + (_lengthFactor * length));
}
