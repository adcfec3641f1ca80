using VectorHost.Abstractions;
using VectorHost.Hosting.Discovery;

namespace VectorHost.Verification;

/// <summary>What came of running the suite against a backend.</summary>
public sealed record VerificationReport
{
    /// <summary>The backend's name.</summary>
    public required string Backend { get; init; }

    /// <summary>The plugin that provides it, as it was found.</summary>
    public required PluginDescriptor Plugin { get; init; }

    /// <summary>What the store said of itself before the first scenario.</summary>
    public required StoreHealth Health { get; init; }

    /// <summary>What the collection names of this run began with; every collection that it made was cleared or is a leftover.</summary>
    public required string CollectionPrefix { get; init; }

    /// <summary>Collections that could not be cleared, and so may still hold test records.</summary>
    public required IReadOnlyList<string> Leftovers { get; init; }

    /// <summary>Every scenario, in the order in which they ran.</summary>
    public required IReadOnlyList<ScenarioResult> Scenarios { get; init; }

    /// <summary>How long it all took.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Counts the scenarios that ended in a way.</summary>
    /// <param name="outcome">The way.</param>
    public int Count(ScenarioOutcome outcome) => Scenarios.Count(scenario => scenario.Outcome == outcome);
}
