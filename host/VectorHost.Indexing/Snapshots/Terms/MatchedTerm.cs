using System.Runtime.InteropServices;

namespace VectorHost.Indexing.Snapshots.Terms;

/// <summary>A term of a question that a snapshot holds.</summary>
/// <param name="Weight">How telling it is: above 0.</param>
/// <param name="Start">Where its postings begin in a <see cref="TermScratch"/>.</param>
/// <param name="Count">How many they are.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct MatchedTerm(double Weight, int Start, int Count);
