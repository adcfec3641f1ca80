namespace VectorHost.Verification;

/// <summary>How a scenario ended.</summary>
public enum ScenarioOutcome
{
    /// <summary>The store did what the contract says.</summary>
    Passed,

    /// <summary>It did not; the result's reason says what was expected.</summary>
    Failed,

    /// <summary>The scenario did not apply; the result's reason says why.</summary>
    Skipped,
}
