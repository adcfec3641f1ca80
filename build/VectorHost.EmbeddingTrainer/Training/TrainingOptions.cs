namespace VectorHost.EmbeddingTrainer.Training;

/// <summary>How a model is trained. The values are those of the model that ships.</summary>
internal sealed record TrainingOptions
{
    /// <summary>The length of the vectors: a multiple of 32.</summary>
    public int Dimensions { get; init; } = 256;

    /// <summary>How many words the model knows at the most.</summary>
    public int Words { get; init; } = 20_480;

    /// <summary>How often every pair is seen.</summary>
    public int Epochs { get; init; } = 2;

    /// <summary>How many pairs are told apart at once: a multiple of <see cref="BlockPairs"/>.</summary>
    public int BatchPairs { get; init; } = 1_024;

    /// <summary>How many of them in a row come from the same repository: they are the hardest to tell apart.</summary>
    public int BlockPairs { get; init; } = 128;

    /// <summary>How far similarities are spread before they are compared: the smaller, the more the nearest wrong answers count.</summary>
    public float Temperature { get; init; } = 0.05f;

    /// <summary>How far a step moves a weight at the most, at the beginning; it falls to nothing by the end.</summary>
    public float LearningRate { get; init; } = 0.01f;

    /// <summary>The standard deviation of a number in the vector of a word of average weight, at the beginning.</summary>
    public float InitialScale { get; init; } = 0.1f;

    /// <summary>How often a question's answer is the chunk in which its code lies, as in an index, and not that code alone.</summary>
    public float Chunks { get; init; } = 0.85f;

    /// <summary>The share of a code's words that a batch leaves out, others each time, so that no single word is relied on.</summary>
    public float CodeDropout { get; init; }

    /// <summary>The share of a question's words that a batch leaves out.</summary>
    public float QueryDropout { get; init; }

    /// <summary>The share of the pairs from remarks that is used.</summary>
    public double Remarks { get; init; } = 1;

    /// <summary>The share of the pairs from names that is used.</summary>
    public double Names { get; init; } = 0.5;

    /// <summary>The share of all training pairs that is used: less than 1 for quick trials.</summary>
    public double Share { get; init; } = 1;

    /// <summary>Where all chance begins.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The threads to use; the result does not depend on their number.</summary>
    public int Threads { get; init; } = 2;
}
