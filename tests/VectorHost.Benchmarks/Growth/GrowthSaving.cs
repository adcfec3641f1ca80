namespace VectorHost.Benchmarks.Growth;

/// <summary>What filling a store took.</summary>
/// <param name="Seconds">Time that passed while saving.</param>
/// <param name="Cpu">Seconds on processors while saving.</param>
/// <param name="Peak">The most bytes of memory that the process had.</param>
internal sealed record GrowthSaving(double Seconds, double Cpu, long Peak);
