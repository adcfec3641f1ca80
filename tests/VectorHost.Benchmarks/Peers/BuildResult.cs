namespace VectorHost.Benchmarks.Peers;

/// <summary>What it took to save all records, and to build what finds them.</summary>
/// <param name="Seconds">Time that passed.</param>
/// <param name="Cpu">Seconds on processors, a server's included.</param>
/// <param name="Bytes">What is on the disk afterwards.</param>
/// <param name="Peak">The most bytes of memory until then; 0 where it was not looked at.</param>
internal sealed record BuildResult(double Seconds, double Cpu, long Bytes, long Peak);
