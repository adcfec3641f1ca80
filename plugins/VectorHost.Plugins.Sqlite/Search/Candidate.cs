using System.Runtime.InteropServices;

namespace VectorHost.Plugins.Sqlite.Search;

/// <summary>A row that may become a hit.</summary>
/// <param name="Score">Cosine similarity, within -1 to 1.</param>
/// <param name="Id">The record's id.</param>
/// <param name="RowId">The record's row.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Candidate(float Score, Guid Id, long RowId)
{
    /// <summary>A candidate of this similarity.</summary>
    /// <param name="similarity">The product of two vectors of length 1, which rounding may carry past 1.</param>
    /// <param name="id">The record's id.</param>
    /// <param name="rowId">The record's row.</param>
    public static Candidate Of(float similarity, Guid id, long rowId) => new(Math.Clamp(similarity, -1f, 1f), id, rowId);

    /// <summary>Whether this comes before another: the higher score, then the lower id, as ids compare by their text and bytes.</summary>
    public bool IsBetterThan(in Candidate other) =>
        Score > other.Score || (Score == other.Score && Id.CompareTo(other.Id) < 0);
}
