using VectorHost.Indexing.Ranking;

namespace VectorHost.Indexing.Searching;

/// <summary>A file with chunks that a search found.</summary>
/// <param name="File">The file.</param>
/// <param name="Terms">How well its terms fit.</param>
internal sealed record FoundFile(CandidateFile File, double Terms);
