using VectorHost.Indexing.Embedding.Trained;

namespace VectorHost.EmbeddingTrainer.Output;

/// <summary>Makes a model's file of trained vectors.</summary>
internal static class ModelWriter
{
    /// <summary>Rounds the vectors to bytes, each by a scale of its own, and writes the file.</summary>
    /// <param name="wordBlock">The words, as <see cref="Vocabulary"/> reads them.</param>
    /// <param name="vectors">The vectors, one behind the other.</param>
    /// <param name="dimensions">The length of a vector.</param>
    /// <returns>The file's bytes.</returns>
    public static byte[] Write(ReadOnlySpan<byte> wordBlock, ReadOnlySpan<float> vectors, int dimensions)
    {
        float[] scales = new float[vectors.Length / dimensions];
        sbyte[] rows = new sbyte[vectors.Length];
        for (int word = 0; word < scales.Length; word++)
        {
            scales[word] = Round(vectors.Slice(word * dimensions, dimensions), rows.AsSpan(word * dimensions, dimensions));
        }

        return StaticModelFile.Write(wordBlock, scales, rows);
    }

    /// <summary>Rounds a vector so that its largest number becomes 127 or -127.</summary>
    private static float Round(ReadOnlySpan<float> vector, Span<sbyte> row)
    {
        float largest = 0;
        foreach (float value in vector)
        {
            largest = Math.Max(largest, Math.Abs(value));
        }

        float scale = largest / sbyte.MaxValue;
        for (int i = 0; i < row.Length; i++)
        {
            row[i] = scale == 0 ? (sbyte)0 : (sbyte)MathF.Round(vector[i] / scale);
        }

        return scale;
    }
}
