using VectorHost.Indexing.Tokens;

namespace VectorHost.Indexing.Ranking;

/// <summary>
/// Lifts chunks of files whose name, or whose nearest folders' names, are made of the question's words: files are named
/// for what is in them.
/// </summary>
public sealed class PathWordsBoost : IRankingSignal
{
    private const double WeightOfName = 0.6;
    private const double WeightOfFolders = 0.15;
    private const int Folders = 2;

    /// <inheritdoc/>
    public string Name => "path words";

    /// <inheritdoc/>
    public void Apply(SearchQuery query, IReadOnlyList<RankingCandidate> candidates)
    {
        foreach (IGrouping<string, RankingCandidate> file in candidates.GroupBy(candidate => candidate.Record.Path))
        {
            IReadOnlyList<string> inName = query.WordsIn(TokensOf(Path.GetFileNameWithoutExtension(file.Key)));
            IReadOnlyList<string> inFolders = query.WordsIn(TokensOf(NearestFolders(file.Key)));
            double amount = (WeightOfName * query.ShareOf(inName)) + (WeightOfFolders * query.ShareOf(inFolders));
            if (amount > 0)
            {
                string reason = $"the path has {string.Join(", ", inName.Union(inFolders))}";
                foreach (RankingCandidate candidate in file)
                {
                    candidate.Add(Name, amount, reason);
                }
            }
        }
    }

    private static string NearestFolders(string path) => string.Join(' ', path.Split('/')[..^1].TakeLast(Folders));

    private static HashSet<string> TokensOf(string text)
    {
        HashSet<string> tokens = [];
        foreach (Token token in new CodeTokenizer(text, stackalloc char[CodeTokenizer.MaxTokenLength]))
        {
            tokens.Add(token.Text.ToString());
        }

        return tokens;
    }
}
