namespace VectorHost.Indexing.Ranking;

/// <summary>How well a chunk fits the question by each measure, from 0 to 1 for the best of all candidates.</summary>
public sealed record MatchEvidence
{
    /// <summary>By the terms of the chunk.</summary>
    public double Terms { get; init; }

    /// <summary>By the terms of the whole file.</summary>
    public double FileTerms { get; init; }

    /// <summary>By the vectors: 0 for the farthest candidate, and for what is farther.</summary>
    public double Vectors { get; init; }
}
