using VectorHost.Indexing.Repositories;

namespace VectorHost.Indexing.Evaluation;

/// <summary>What to evaluate.</summary>
public sealed record EvaluationPlan
{
    /// <summary>The repository's root folder.</summary>
    public required string Root { get; init; }

    /// <summary>The questions, at least one.</summary>
    public required IReadOnlyList<LabelledQuery> Queries { get; init; }

    /// <summary>What to make indexes with.</summary>
    public required IReadOnlyList<EvaluationSetup> Setups { get; init; }

    /// <summary>Which variants of the search to ask.</summary>
    public required IReadOnlyList<SearchVariant> Variants { get; init; }

    /// <summary>Which files to index.</summary>
    public WalkOptions Walk { get; init; } = new();
}
