namespace VectorHost.Indexing.Evaluation;

/// <summary>A question with what answers it.</summary>
public sealed record LabelledQuery
{
    /// <summary>The question, as a user would write it.</summary>
    public required string Text { get; init; }

    /// <summary>The places that answer it, at least one.</summary>
    public required IReadOnlyList<ExpectedPlace> Expected { get; init; }

    /// <summary>What kind of question it is, for a row of its own in the report; <see langword="null"/> for none.</summary>
    public string? Category { get; init; }

    /// <summary>The same question, with any part of an expected file for an answer.</summary>
    public LabelledQuery WithoutLines() => this with
    {
        Expected = [.. Expected.Select(place => place.Path).Distinct(StringComparer.Ordinal).Select(path => new ExpectedPlace { Path = path })],
    };
}
