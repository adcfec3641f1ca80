namespace VectorHost.Indexing.Ranking;

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
        foreach (IGrouping<string, RankingCandidate> file in candidates
            .GroupBy(candidate => $"{candidate.Record.Repository}\0{candidate.Record.Path}"))
        {
            int count = file.Count();
            foreach (RankingCandidate candidate in file)
            {
                candidate.Add(Name, Weight * Math.Min(count, MostChunks) / MostChunks, $"{count} chunks of the file were found");
            }
        }
    }
}
