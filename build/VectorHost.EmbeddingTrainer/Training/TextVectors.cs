using VectorHost.EmbeddingTrainer.Encoding;

namespace VectorHost.EmbeddingTrainer.Training;

/// <summary>The vectors of a batch's texts, of length 1, and how a change of them changes the words' vectors.</summary>
/// <param name="table">The words' vectors.</param>
/// <param name="texts">How many texts there are.</param>
internal sealed class TextVectors(EmbeddingTable table, int texts)
{
    private readonly float[] _lengths = new float[texts];

    /// <summary>The vectors, one behind the other.</summary>
    public float[] Values { get; } = new float[texts * table.Dimensions];

    /// <summary>The gradients: those of the vectors at first, those of the sums of words after <see cref="ToSums"/>.</summary>
    public float[] Gradients { get; } = new float[texts * table.Dimensions];

    /// <summary>Makes the vector of a text: the sum of its words' vectors, scaled to length 1.</summary>
    /// <param name="text">The text's place.</param>
    /// <param name="words">The text's words.</param>
    public void Embed(int text, WordList words)
    {
        Span<float> sum = Values.AsSpan(text * table.Dimensions, table.Dimensions);
        sum.Clear();
        for (int i = 0; i < words.Words.Length; i++)
        {
            VectorMath.AddScaled(table.Row(words.Words[i]), words.Weights[i], sum);
        }

        _lengths[text] = MathF.Sqrt(VectorMath.Dot(sum, sum)) + 1e-12f;
        VectorMath.Scale(sum, 1 / _lengths[text]);
    }

    /// <summary>Turns the gradient of a vector into that of the sum it was scaled from.</summary>
    /// <param name="text">The text's place.</param>
    public void ToSums(int text)
    {
        Span<float> vector = Values.AsSpan(text * table.Dimensions, table.Dimensions);
        Span<float> gradient = Gradients.AsSpan(text * table.Dimensions, table.Dimensions);
        VectorMath.AddScaled(vector, -VectorMath.Dot(vector, gradient), gradient);
        VectorMath.Scale(gradient, 1 / _lengths[text]);
    }

    /// <summary>The gradient of a text.</summary>
    /// <param name="text">The text's place.</param>
    public ReadOnlySpan<float> Gradient(int text) => Gradients.AsSpan(text * table.Dimensions, table.Dimensions);
}
