namespace VectorHost.Indexing.Embedding;

/// <summary>What an <see cref="Embedder"/> has to know of the generator that it drives.</summary>
public sealed record EmbedderProfile
{
    /// <summary>The provider's name in the configuration.</summary>
    public required string Provider { get; init; }

    /// <summary>The model, with its version where the provider has one.</summary>
    public required string Model { get; init; }

    /// <summary>The length of the vectors; <see langword="null"/> where only the first answer tells.</summary>
    public int? Dimensions { get; init; }

    /// <summary>What is put before a question, for models that were trained to be told what a text is.</summary>
    public string QueryPrefix { get; init; } = "";

    /// <summary>What is put before a text that will be searched. Whoever sets it names it in <see cref="Model"/>, since it changes the vectors.</summary>
    public string DocumentPrefix { get; init; } = "";

    /// <summary>Whether <see cref="Embedder.ConnectAsync"/> has a server to reach.</summary>
    public bool IsRemote { get; init; }

    /// <summary>The most texts in one call of the generator.</summary>
    public required int MaxBatchTexts { get; init; }

    /// <summary>How many calls of the generator may be under way at once to advantage.</summary>
    public required int MaxParallelBatches { get; init; }
}
