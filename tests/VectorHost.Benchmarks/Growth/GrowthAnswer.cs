namespace VectorHost.Benchmarks.Growth;

/// <summary>What asking a store took, in a new process.</summary>
/// <param name="FirstSeconds">Time of the first search.</param>
/// <param name="FirstCpu">Seconds on processors of the first search.</param>
/// <param name="P50">Half of the searches of the large repository took less, in milliseconds.</param>
/// <param name="Cpu">Processor time of one of them in the mean, in milliseconds.</param>
/// <param name="FilteredP50">The same of searches of the repository with one record in a hundred.</param>
/// <param name="Peak">The most bytes of memory that the process had.</param>
internal sealed record GrowthAnswer(double FirstSeconds, double FirstCpu, double P50, double Cpu, double FilteredP50, long Peak);
