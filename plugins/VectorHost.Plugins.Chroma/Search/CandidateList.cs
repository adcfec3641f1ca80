namespace VectorHost.Plugins.Chroma.Search;

/// <summary>The candidates of one scope.</summary>
/// <param name="Candidates">In any order.</param>
/// <param name="Floor">
/// The score from which down candidates may be missing, since the index was asked for so many only; negative infinity
/// where none is missing.
/// </param>
internal sealed record CandidateList(IReadOnlyList<Candidate> Candidates, double Floor = double.NegativeInfinity)
{
    /// <summary>No candidate.</summary>
    public static CandidateList Empty { get; } = new([]);
}
