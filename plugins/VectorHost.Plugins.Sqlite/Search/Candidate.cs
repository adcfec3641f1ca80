using System.Runtime.InteropServices;

namespace VectorHost.Plugins.Sqlite.Search;

/// <summary>A row that may become a hit.</summary>
/// <param name="Score">Cosine similarity, within -1 to 1.</param>
/// <param name="Id">The record's id.</param>
/// <param name="RowId">The record's row.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Candidate(float Score, Guid Id, long RowId)
{
    /// <summary>Orders the worse first: the lower score, then the higher id, as ids compare by their text and bytes.</summary>
    public static IComparer<Candidate> WorstFirst { get; } = Comparer<Candidate>.Create(static (left, right) =>
    {
        int byScore = left.Score.CompareTo(right.Score);
        return byScore != 0 ? byScore : right.Id.CompareTo(left.Id);
    });
}
