namespace VectorHost.EmbeddingTrainer.Training;

/// <summary>The vectors of all words, and what the optimiser remembers of each.</summary>
/// <remarks>
/// Adam (Kingma and Ba, "Adam: a method for stochastic optimization", 2015), applied to the words of a batch alone: what a
/// rare word remembers stays as it is until it comes again.
/// </remarks>
internal sealed class EmbeddingTable
{
    private const float FirstDecay = 0.9f;
    private const float SecondDecay = 0.999f;
    private const float Epsilon = 1e-8f;

    private readonly float[] _first;
    private readonly float[] _second;

    /// <summary>Makes vectors of noise, those of rare words longer: before anything is learned, that is the best guess.</summary>
    /// <param name="pairsOfWord">In how many pairs each word occurs.</param>
    /// <param name="pairs">How many pairs there are.</param>
    /// <param name="options">The settings.</param>
    public EmbeddingTable(int[] pairsOfWord, int pairs, TrainingOptions options)
    {
        Dimensions = options.Dimensions;
        Values = new float[pairsOfWord.Length * Dimensions];
        _first = new float[Values.Length];
        _second = new float[Values.Length];
        Noise noise = new(options.Seed);
        double average = Math.Log(1 + pairs / 1_000.0);
        for (int word = 0; word < pairsOfWord.Length; word++)
        {
            double weight = Math.Log(1 + ((double)pairs / Math.Max(1, pairsOfWord[word]))) / average;
            foreach (ref float value in Row(word))
            {
                value = (float)(noise.NextNormal() * options.InitialScale * weight);
            }
        }
    }

    /// <summary>The length of a vector.</summary>
    public int Dimensions { get; }

    /// <summary>The vectors, one behind the other.</summary>
    public float[] Values { get; }

    /// <summary>The vector of a word.</summary>
    /// <param name="word">The word's number.</param>
    public Span<float> Row(int word) => Values.AsSpan(word * Dimensions, Dimensions);

    /// <summary>Moves a word's vector against its gradient.</summary>
    /// <param name="word">The word's number.</param>
    /// <param name="gradient">The gradient.</param>
    /// <param name="rate">The learning rate.</param>
    /// <param name="step">The number of the batch, from 1.</param>
    public void Move(int word, ReadOnlySpan<float> gradient, float rate, int step)
    {
        float firstScale = 1 / (1 - MathF.Pow(FirstDecay, step));
        float secondScale = 1 / (1 - MathF.Pow(SecondDecay, step));
        Span<float> row = Row(word);
        Span<float> first = _first.AsSpan(word * Dimensions, Dimensions);
        Span<float> second = _second.AsSpan(word * Dimensions, Dimensions);
        VectorMath.MoveByAdam(row, first, second, gradient, new(FirstDecay, SecondDecay, rate * firstScale, secondScale, Epsilon));
    }
}
