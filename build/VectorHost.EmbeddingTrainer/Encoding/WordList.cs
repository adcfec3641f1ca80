namespace VectorHost.EmbeddingTrainer.Encoding;

/// <summary>The known words of one text, with the weight that each has by its number of occurrences.</summary>
/// <param name="Words">The words' numbers, each once.</param>
/// <param name="Weights">The weights, one for each word.</param>
internal sealed record WordList(int[] Words, float[] Weights);
