using VectorHost.Indexing.Ranking.Questions;

namespace VectorHost.Indexing.Ranking.Signals;

/// <summary>Lifts chunks of files of which many chunks were found: such a file is about the question, not just a line of it.</summary>
public sealed class FileCoherence : IRankingSignal
{
    private const double Weight = 0.3;

    /// <summary>More say no more.</summary>
    private const int MostChunks = 10;

    /// <inheritdoc/>
    public string Name => "file coherence";

    /// <inheritdoc/>
    public void Apply(SearchQuery query, IReadOnlyList<RankingCandidate> candidates)
    {
        Dictionary<CandidateFile, int> counts = [];
        foreach (RankingCandidate candidate in candidates)
        {
            counts[candidate.File] = counts.GetValueOrDefault(candidate.File) + 1;
        }

        string[] reasons = new string[candidates.Count + 1];
        foreach (RankingCandidate candidate in candidates)
        {
            int count = counts[candidate.File];
            candidate.Add(Name, Weight * Math.Min(count, MostChunks) / MostChunks, reasons[count] ??= $"{count} chunks of the file were found");
        }
    }
}
