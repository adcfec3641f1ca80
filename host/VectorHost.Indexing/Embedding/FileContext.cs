using System.Numerics.Tensors;

namespace VectorHost.Indexing.Embedding;

/// <summary>
/// Lets the vector of each chunk also say what its file is about: what a chunk leaves unsaid, as the middle of a long function
/// does, the rest of its file tells.
/// </summary>
internal static class FileContext
{
    /// <summary>What it adds to the name of a model: vectors with and without it cannot be compared.</summary>
    public const string ModelSuffix = "+file";

    /// <summary>
    /// What the mean of a file's vectors counts beside a chunk's own, both of length 1. Measured: 0.3 to 0.5 are alike on
    /// labelled questions, more and less are worse.
    /// </summary>
    private const float Share = 0.4f;

    /// <summary>Adds its share of the mean of all to each vector, which keeps its length.</summary>
    /// <param name="chunks">The vectors of all chunks of a file, of length 1.</param>
    public static void Add(IReadOnlyList<float[]> chunks)
    {
        if (chunks.Count < 2)
        {
            return;
        }

        float[] file = new float[chunks[0].Length];
        foreach (float[] chunk in chunks)
        {
            TensorPrimitives.Add(file, chunk, file);
        }

        if (!UnitVector.TryNormalize(file))
        {
            return;
        }

        // One rounding for each product and each sum: the same bits on every machine.
        TensorPrimitives.Multiply(file, Share, file);
        foreach (float[] chunk in chunks)
        {
            TensorPrimitives.Add(chunk, file, chunk);
            UnitVector.TryNormalize(chunk);
        }
    }
}
