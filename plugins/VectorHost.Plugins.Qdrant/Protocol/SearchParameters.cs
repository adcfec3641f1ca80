namespace VectorHost.Plugins.Qdrant.Protocol;

/// <summary>How a query is answered.</summary>
/// <param name="Exact">Whether every vector is compared.</param>
internal sealed record SearchParameters(bool Exact);
