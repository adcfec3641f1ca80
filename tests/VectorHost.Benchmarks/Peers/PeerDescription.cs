namespace VectorHost.Benchmarks.Peers;

/// <summary>What a driver says of itself.</summary>
/// <param name="Settings">How it can search, cheapest first.</param>
internal sealed record PeerDescription(IReadOnlyList<string> Settings);
