namespace VectorHost.ScenarioTable;

/// <summary>A test outside the suite that shows a scenario.</summary>
/// <param name="Scenario">The scenario's number.</param>
/// <param name="File">The file, from the root of the source tree.</param>
/// <param name="Name">The test's name.</param>
internal sealed record ListedTest(int Scenario, string File, string Name);
