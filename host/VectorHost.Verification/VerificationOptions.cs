namespace VectorHost.Verification;

/// <summary>How a verification is run.</summary>
public sealed record VerificationOptions
{
    /// <summary>How long one scenario may take, and clearing up after it. One that takes longer failed.</summary>
    public TimeSpan ScenarioTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Told of each scenario as it ends, on any thread.</summary>
    public Action<ScenarioResult>? Progress { get; init; }
}
