using System.Globalization;
using VectorHost.Indexing.Chunking;
using VectorHost.Indexing.Ranking.Questions;

namespace VectorHost.Indexing.Ranking.Signals;

/// <summary>
/// Lowers chunks that are mostly comments: they are made of the words that questions are made of, and so come before the
/// code that does what they talk about. A name alone asks for what defines it, however well that is documented.
/// </summary>
public sealed class CommentPenalty : ITextSignal
{
    /// <summary>What a chunk without any code loses.</summary>
    private const double Most = 0.35;

    /// <summary>So many of a chunk's lines may be comments without a loss.</summary>
    private const double UsualShare = 0.1;

    /// <inheritdoc/>
    public string Name => "comments";

    /// <inheritdoc/>
    public double LimitOf(SearchQuery query, RankingCandidate candidate, double score) => score;

    /// <inheritdoc/>
    public void Apply(SearchQuery query, IReadOnlyList<RankingCandidate> candidates)
    {
        if (query.IsSymbol)
        {
            return;
        }

        foreach (RankingCandidate candidate in candidates)
        {
            double share = CommentLines.ShareOf(candidate.Text, LanguageSyntax.Of(candidate.File.Language));
            if (share > UsualShare)
            {
                double factor = 1 - (Most * (share - UsualShare) / (1 - UsualShare));
                candidate.Multiply(Name, factor, string.Create(CultureInfo.InvariantCulture, $"{share * 100:0} % of its lines are comments"));
            }
        }
    }
}
