namespace VectorHost.Indexing.Searching;

/// <summary>A chunk that terms found.</summary>
/// <param name="Id">The id of its record.</param>
/// <param name="Score">How well it fits; above 0.</param>
internal sealed record TermedChunk(Guid Id, double Score);
