namespace VectorHost.EmbeddingTrainer.Output;

/// <summary>A repository that a model was trained on, or measured on.</summary>
internal sealed record ProvenanceRepository
{
    /// <summary>Owner and name.</summary>
    public required string Name { get; init; }

    /// <summary>The commit.</summary>
    public required string Commit { get; init; }

    /// <summary>The licence at that commit, an SPDX expression.</summary>
    public required string Licence { get; init; }

    /// <summary>Whether it was for measuring alone.</summary>
    public required bool IsHeldOut { get; init; }

    /// <summary>How many of its pairs were used.</summary>
    public required int Pairs { get; init; }
}
