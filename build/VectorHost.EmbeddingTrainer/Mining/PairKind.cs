namespace VectorHost.EmbeddingTrainer.Mining;

/// <summary>Where a pair's words come from.</summary>
internal enum PairKind
{
    /// <summary>The documentation comment of a definition.</summary>
    Documentation,

    /// <summary>A comment above some statements.</summary>
    Remark,

    /// <summary>The words of a definition's name, which its code does not hold any more.</summary>
    Name,
}
