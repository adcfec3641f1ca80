using VectorHost.Benchmarks.Measuring;

namespace VectorHost.Benchmarks.Comparisons;

/// <summary>What finding the plugins of a folder took.</summary>
/// <param name="Process">A process that does it once.</param>
/// <param name="PassSeconds">Processor time of one more pass when everything has been compiled.</param>
/// <param name="LoadedAssemblies">How many assemblies of plugins one pass loaded.</param>
internal sealed record DiscoveryCost(Usage Process, double PassSeconds, int LoadedAssemblies);
