using System.Runtime.InteropServices;
using VectorHost.Plugins.Chroma.Collections;

namespace VectorHost.Plugins.Chroma.Search;

/// <summary>A record that may become a hit.</summary>
/// <param name="Score">Cosine similarity, within -1 to 1.</param>
/// <param name="Id">The record's id.</param>
/// <param name="Repository">The record's repository.</param>
/// <param name="Collection">Where the record is.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Candidate(double Score, Guid Id, string Repository, ServerCollection Collection)
{
    /// <summary>Orders the better first: the higher score, then the lower id, as ids compare by their text.</summary>
    public static IComparer<Candidate> BestFirst { get; } = Comparer<Candidate>.Create(static (left, right) =>
    {
        int byScore = right.Score.CompareTo(left.Score);
        return byScore != 0 ? byScore : left.Id.CompareTo(right.Id);
    });
}
