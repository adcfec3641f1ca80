namespace VectorHost.TestServers.Faults;

/// <summary>A health check said that the store is not well.</summary>
/// <param name="description">What it said.</param>
public sealed class UnhealthyException(string description) : Exception(description);
