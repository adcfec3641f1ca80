using System.Runtime.InteropServices;

namespace VectorHost.Indexing.Ranking.Questions;

/// <summary>How well a name fits a question.</summary>
/// <param name="Name">The name; <see langword="null"/> where it does not fit at all.</param>
/// <param name="Share">How much of the question its parts are, from 0 to 1.</param>
/// <param name="Precision">How many of its parts are of the question, from 0 to 1.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct NameFit(string? Name, double Share, double Precision)
{
    public double Value => Share * Precision;
}
