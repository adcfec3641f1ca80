namespace VectorHost.Indexing.Ranking;

/// <summary>
/// Lifts the best chunk of a file of which many chunks were found: such a file is about the question, not just a line
/// of it.
/// </summary>
public sealed class FileCoherence : IRankingSignal
{
    private const double Weight = 0.2;

    /// <inheritdoc/>
    public string Name => "file coherence";

    /// <inheritdoc/>
    public void Apply(SearchQuery query, IReadOnlyList<RankingCandidate> candidates)
    {
        double best = candidates.Select(candidate => candidate.Score).DefaultIfEmpty().Max();
        List<(RankingCandidate Best, double Sum, int Count)> files = [.. candidates
            .GroupBy(candidate => (candidate.Record.Repository, candidate.Record.Path))
            .Select(file => (file.MaxBy(candidate => candidate.Score)!, file.Sum(candidate => candidate.Score), file.Count()))];
        double largest = files.Select(file => file.Sum).DefaultIfEmpty().Max();
        foreach ((RankingCandidate candidate, double sum, int count) in files)
        {
            candidate.Add(Name, Weight * best * (sum / largest), $"{count} chunks of the file were found");
        }
    }
}
