namespace VectorHost.Verification;

/// <summary>One scenario of the suite with what came of it.</summary>
public sealed record ScenarioResult
{
    /// <summary>The theme that it belongs to, such as <c>Saving</c>.</summary>
    public required string Theme { get; init; }

    /// <summary>What must hold, as a sentence.</summary>
    public required string Scenario { get; init; }

    /// <summary>Which of its cases, for a scenario that has several.</summary>
    public string? Case { get; init; }

    /// <summary>How it ended.</summary>
    public required ScenarioOutcome Outcome { get; init; }

    /// <summary>Why it failed or was skipped.</summary>
    public string? Reason { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Duration { get; init; }
}
