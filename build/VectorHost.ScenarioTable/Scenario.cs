namespace VectorHost.ScenarioTable;

/// <summary>Something that holds for every backend.</summary>
/// <param name="Number">Its number, which <c>[Scenario]</c> refers to.</param>
/// <param name="Title">What must hold.</param>
/// <param name="Home">Where it is shown.</param>
/// <param name="Reason">Why it is shown nowhere, where that is so.</param>
internal sealed record Scenario(int Number, string Title, ScenarioHome Home = ScenarioHome.Suite, string? Reason = null);
