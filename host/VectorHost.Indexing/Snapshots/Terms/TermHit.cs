using System.Runtime.InteropServices;

namespace VectorHost.Indexing.Snapshots.Terms;

/// <summary>A chunk that holds at least one term of a question.</summary>
/// <param name="ChunkIndex">The chunk's number in its snapshot.</param>
/// <param name="Score">Its BM25 score, above 0; comparable within one snapshot and one question only.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct TermHit(int ChunkIndex, double Score);
