using Microsoft.Extensions.AI;
using VectorHost.EmbeddingTrainer.Encoding;
using VectorHost.EmbeddingTrainer.Mining;
using VectorHost.EmbeddingTrainer.Training;
using VectorHost.Indexing.Embedding;

namespace VectorHost.EmbeddingTrainer.Evaluation;

/// <summary>
/// Measures on repositories that nothing was learned from: each documentation comment has to find its code among all
/// documented code of its repository.
/// </summary>
internal static class HeldOutEvaluation
{
    private const int MostPairs = 2_000;

    /// <summary>Measures vectors in training.</summary>
    /// <param name="pairs">The pairs of all held-out repositories.</param>
    /// <param name="table">The words' vectors.</param>
    /// <param name="ofChunks">Whether the answers are chunks, and not the code alone.</param>
    /// <returns>The scores of each repository.</returns>
    public static SortedDictionary<string, RetrievalScores> Measure(IEnumerable<EncodedPair> pairs, EmbeddingTable table, bool ofChunks)
    {
        SortedDictionary<string, RetrievalScores> scores = new(StringComparer.Ordinal);
        foreach ((string repository, EncodedPair[] chosen) in Choose(pairs, pair => pair.Kind, pair => pair.Repository))
        {
            TextVectors queries = new(table, chosen.Length);
            TextVectors codes = new(table, chosen.Length);
            for (int i = 0; i < chosen.Length; i++)
            {
                queries.Embed(i, chosen[i].Query);
                codes.Embed(i, ofChunks ? chosen[i].Chunk : chosen[i].Code);
            }

            scores.Add(repository, Score(queries.Values, codes.Values, [.. chosen.Select(pair => pair.ChunkId)]));
        }

        return scores;
    }

    /// <summary>Measures a provider of the host.</summary>
    /// <param name="pairs">The pairs of all held-out repositories.</param>
    /// <param name="generator">Makes the vectors, all of length 1.</param>
    /// <param name="ofChunks">Whether the answers are chunks, and not the code alone.</param>
    /// <returns>The scores of each repository.</returns>
    public static async Task<SortedDictionary<string, RetrievalScores>> MeasureAsync(
        IEnumerable<Pair> pairs, IEmbeddingGenerator<string, Embedding<float>> generator, bool ofChunks)
    {
        SortedDictionary<string, RetrievalScores> scores = new(StringComparer.Ordinal);
        foreach ((string repository, Pair[] chosen) in Choose(pairs, pair => pair.Kind, pair => pair.Repository))
        {
            GeneratedEmbeddings<Embedding<float>> queries = await generator.GenerateAsync(chosen.Select(pair => pair.Query));
            GeneratedEmbeddings<Embedding<float>> codes = await generator.GenerateAsync(chosen.Select(pair => EmbeddingText.ForChunk(pair.Path, ofChunks ? pair.Chunk : pair.Code)));
            scores.Add(repository, Score(Join(queries), Join(codes), [.. chosen.Select(pair => FeatureHash.OfWord($"{pair.Path}:{pair.ChunkStart}"))]));
        }

        return scores;
    }

    private static IEnumerable<(string Repository, T[] Chosen)> Choose<T>(IEnumerable<T> pairs, Func<T, PairKind> kind, Func<T, string> repository)
    {
        foreach (IGrouping<string, T> group in pairs.Where(pair => kind(pair) == PairKind.Documentation).GroupBy(repository, StringComparer.Ordinal))
        {
            T[] all = [.. group];
            yield return (group.Key, [.. PairSelection.Spread(all, MostPairs)]);
        }
    }

    private static float[] Join(GeneratedEmbeddings<Embedding<float>> embeddings) =>
        [.. embeddings.SelectMany(embedding => embedding.Vector.ToArray())];

    private static RetrievalScores Score(float[] queries, float[] codes, ulong[] chunks)
    {
        int count = chunks.Length;
        int dimensions = queries.Length / count;
        RetrievalScores[] scores = new RetrievalScores[count];
        Parallel.For(0, count, i =>
        {
            ReadOnlySpan<float> query = queries.AsSpan(i * dimensions, dimensions);
            float right = VectorMath.Dot(query, codes.AsSpan(i * dimensions, dimensions));
            int rank = 1;
            for (int j = 0; j < count; j++)
            {
                // An equal is ahead: a tie is no answer. What lies in the same chunk neither helps nor hinders.
                rank += chunks[j] != chunks[i] && VectorMath.Dot(query, codes.AsSpan(j * dimensions, dimensions)) >= right ? 1 : 0;
            }

            scores[i] = RetrievalScores.OfRank(rank);
        });
        return RetrievalScores.Mean(scores);
    }
}
