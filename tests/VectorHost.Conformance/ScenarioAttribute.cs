namespace VectorHost.Conformance;

/// <summary>Says which scenarios of the catalogue a test shows; a test of several cases shows them when all have passed.</summary>
/// <param name="numbers">The scenarios' numbers.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ScenarioAttribute(params int[] numbers) : Attribute
{
    /// <summary>The scenarios' numbers.</summary>
    public IReadOnlyList<int> Numbers { get; } = numbers;
}
