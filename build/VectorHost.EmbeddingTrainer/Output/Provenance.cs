using VectorHost.EmbeddingTrainer.Evaluation;
using VectorHost.EmbeddingTrainer.Training;

namespace VectorHost.EmbeddingTrainer.Output;

/// <summary>Where a model comes from, as the file beside it says.</summary>
internal sealed record Provenance
{
    /// <summary>The model's name, which its fingerprint has too.</summary>
    public required string Model { get; init; }

    /// <summary>The day on which it was trained.</summary>
    public required string Date { get; init; }

    /// <summary>How it was trained.</summary>
    public required TrainingOptions Settings { get; init; }

    /// <summary>How many words it knows.</summary>
    public required int Words { get; init; }

    /// <summary>How many pairs it was trained on, by their kind.</summary>
    public required IReadOnlyDictionary<string, int> Pairs { get; init; }

    /// <summary>The mean scores over the held-out repositories, of this model and of the provider without one.</summary>
    public required IReadOnlyDictionary<string, RetrievalScores> HeldOutMeans { get; init; }

    /// <summary>This model's scores on each held-out repository.</summary>
    public required IReadOnlyDictionary<string, RetrievalScores> HeldOut { get; init; }

    /// <summary>The repositories that were read.</summary>
    public required IReadOnlyList<ProvenanceRepository> Repositories { get; init; }
}
