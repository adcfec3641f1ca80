namespace VectorHost.Benchmarks.Peers;

/// <summary>What a driver is asked to do.</summary>
/// <param name="Do"><c>describe</c>, <c>build</c> or <c>search</c>.</param>
/// <param name="Setting">The number of the setting to search by.</param>
/// <param name="Repository">The repository to search in; all where there is none.</param>
internal sealed record PeerRequest(string Do, int Setting = 0, string? Repository = null);
