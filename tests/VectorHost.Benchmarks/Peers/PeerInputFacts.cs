namespace VectorHost.Benchmarks.Peers;

/// <summary>What a driver has to know of its input beforehand.</summary>
/// <param name="Count">How many records there are.</param>
/// <param name="Dimensions">How long a vector is.</param>
internal sealed record PeerInputFacts(int Count, int Dimensions);
