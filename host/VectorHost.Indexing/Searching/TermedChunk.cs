namespace VectorHost.Indexing.Searching;

/// <summary>A chunk that terms found, or the name of its file.</summary>
/// <param name="Scope">The repository, by its place among those that are searched.</param>
/// <param name="Chunk">The chunk's number there.</param>
/// <param name="Id">The id of its record.</param>
/// <param name="Score">How well its terms fit; 0 where only its file is named.</param>
internal sealed record TermedChunk(int Scope, int Chunk, Guid Id, double Score);
