namespace VectorHost.Verification;

/// <summary>How a verification is run.</summary>
public sealed record VerificationOptions
{
    /// <summary>How long one call of the store may take before its scenario fails.</summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Told of each scenario as it ends, on any thread.</summary>
    public Action<ScenarioResult>? Progress { get; init; }
}
