namespace VectorHost.Indexing.Evaluation;

/// <summary>Averages over the answers to several questions, each from 0 to 1.</summary>
public sealed record SearchQuality
{
    /// <summary>How many questions.</summary>
    public required int Queries { get; init; }

    /// <summary>The mean of <see cref="JudgedAnswer.Ndcg"/>.</summary>
    public required double Ndcg { get; init; }

    /// <summary>The mean of <see cref="JudgedAnswer.ReciprocalRank"/>.</summary>
    public required double ReciprocalRank { get; init; }

    /// <summary>The share of the expected places that are found at the first place of the list, on average.</summary>
    public required double RecallAt1 { get; init; }

    /// <summary>The same for the first five.</summary>
    public required double RecallAt5 { get; init; }

    /// <summary>The same for the first ten.</summary>
    public required double RecallAt10 { get; init; }

    /// <summary>Averages.</summary>
    /// <param name="answers">The answers, at least one.</param>
    /// <exception cref="InvalidOperationException">There are no answers.</exception>
    public static SearchQuality Of(IReadOnlyCollection<JudgedAnswer> answers) => new()
    {
        Queries = answers.Count,
        Ndcg = answers.Average(answer => answer.Ndcg),
        ReciprocalRank = answers.Average(answer => answer.ReciprocalRank),
        RecallAt1 = answers.Average(answer => answer.Recall(1)),
        RecallAt5 = answers.Average(answer => answer.Recall(5)),
        RecallAt10 = answers.Average(answer => answer.Recall(10)),
    };
}
