namespace VectorHost.Indexing.Evaluation;

/// <summary>How well and how fast one setup answered in one variant.</summary>
public sealed record EvaluationResult
{
    /// <summary>What the index was made with.</summary>
    public required EvaluationSetup Setup { get; init; }

    /// <summary>The parts of the search that took part.</summary>
    public required string Variant { get; init; }

    /// <summary>How many chunks were searched.</summary>
    public required long Chunks { get; init; }

    /// <summary>How long indexing took.</summary>
    public required TimeSpan IndexDuration { get; init; }

    /// <summary>Half of the questions were answered at least as fast.</summary>
    public required TimeSpan MedianLatency { get; init; }

    /// <summary>95 of 100 questions were answered at least as fast.</summary>
    public required TimeSpan HighLatency { get; init; }

    /// <summary>The answers, in the order of the questions.</summary>
    public required IReadOnlyList<JudgedAnswer> Answers { get; init; }

    /// <summary>Over all questions.</summary>
    public SearchQuality Quality => SearchQuality.Of(Answers);

    /// <summary>The same, with any part of an expected file for an answer.</summary>
    public SearchQuality FileQuality => SearchQuality.Of([.. Answers.Select(answer => JudgedAnswer.Judge(answer.Query.WithoutLines(), answer.Hits))]);

    /// <summary>Over the questions of each category, by name; those without a category are left out.</summary>
    public IReadOnlyDictionary<string, SearchQuality> Categories => new SortedDictionary<string, SearchQuality>(
        Answers
            .Where(answer => answer.Query.Category is not null)
            .GroupBy(answer => answer.Query.Category!)
            .ToDictionary(group => group.Key, group => SearchQuality.Of([.. group])),
        StringComparer.Ordinal);
}
