using VectorHost.Indexing.Ranking.Questions;

namespace VectorHost.Indexing.Ranking.Signals;

/// <summary>
/// Lifts chunks of a file that the question names, whatever its kind, and most the one with the line that is named: a line
/// of a stack trace leads to its code. Where the name fits many files, none is lifted much: <c>src/main.rs</c> is that of
/// whoever pastes a message, too.
/// </summary>
public sealed class NamedFileBoost : ITextSignal
{
    private const double Weight = 2;
    private const double WeightOfLine = 1;

    /// <inheritdoc/>
    public string Name => "named file";

    /// <inheritdoc/>
    public double LimitOf(SearchQuery query, RankingCandidate candidate, double score) =>
        query.Files.Any(file => file.Fits(candidate.File.Path)) ? score + ((Weight + WeightOfLine) * ShareOf(query)) : score;

    /// <inheritdoc/>
    public void Apply(SearchQuery query, IReadOnlyList<RankingCandidate> candidates)
    {
        if (query.Files.Count == 0)
        {
            return;
        }

        foreach (RankingCandidate candidate in candidates)
        {
            if (query.NamesLine(candidate.Record))
            {
                candidate.Add(Name, (Weight + WeightOfLine) * ShareOf(query), "the question names the file and a line of it");
            }
            else if (query.NamesFile(candidate.File.Path))
            {
                candidate.Add(Name, Weight * ShareOf(query), "the question names the file");
            }
        }
    }

    private static double ShareOf(SearchQuery query) => query.IsFile ? 1 : 1.0 / Math.Max(1, query.NamedFileCount);
}
