using VectorHost.EmbeddingTrainer.Encoding;

namespace VectorHost.EmbeddingTrainer.Training;

/// <summary>
/// Leaves words out of texts at random (Srivastava and others, "Dropout: a simple way to prevent neural networks from
/// overfitting", 2014, on the level of words).
/// </summary>
internal static class WordDropout
{
    /// <summary>Leaves words out.</summary>
    /// <param name="text">The text's words.</param>
    /// <param name="share">The share of them to leave out, on average.</param>
    /// <param name="noise">Chance.</param>
    /// <returns>The words that stay, at least one of them.</returns>
    public static WordList Thin(WordList text, float share, Noise noise)
    {
        if (share <= 0)
        {
            return text;
        }

        List<int> words = new(text.Words.Length);
        List<float> weights = new(text.Words.Length);
        int last = noise.NextBelow(text.Words.Length);
        for (int i = 0; i < text.Words.Length; i++)
        {
            if (noise.NextShare() >= share || (words.Count == 0 && i == last))
            {
                words.Add(text.Words[i]);
                weights.Add(text.Weights[i]);
            }
        }

        return words.Count > 0 ? new([.. words], [.. weights]) : text;
    }
}
