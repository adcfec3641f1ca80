using VectorHost.Indexing.Tokens;

namespace VectorHost.Indexing.Ranking;

/// <summary>
/// Lifts chunks of files whose name, or whose folder's name, is made of the question's words: files are named for what
/// is in them.
/// </summary>
public sealed class PathWordsBoost : IRankingSignal
{
    private const int ShortestPrefix = 3;
    private const double SmallestShare = 0.1;

    /// <inheritdoc/>
    public string Name => "path words";

    /// <inheritdoc/>
    public void Apply(SearchQuery query, IReadOnlyList<RankingCandidate> candidates)
    {
        if (query.Words.Count == 0)
        {
            return;
        }

        double best = candidates.Select(candidate => candidate.Score).DefaultIfEmpty().Max();
        Dictionary<string, (int Matched, string Words)> paths = [];
        foreach (RankingCandidate candidate in candidates)
        {
            string path = candidate.Record.Path;
            if (!paths.TryGetValue(path, out (int Matched, string Words) match))
            {
                paths[path] = match = Match(query.Words, path);
            }

            double share = (double)match.Matched / query.Words.Count;
            if (share >= SmallestShare)
            {
                candidate.Add(Name, best * share, $"the path has {match.Words}");
            }
        }
    }

    private static (int Matched, string Words) Match(IReadOnlyList<string> words, string path)
    {
        HashSet<string> names = NearestNames(path);
        List<string> matched = [.. words.Where(word => names.Any(name => Agree(word, name)))];
        return (matched.Count, string.Join(", ", matched));
    }

    /// <summary>The words of the file's name without its extension, and of the folder that it is in.</summary>
    private static HashSet<string> NearestNames(string path)
    {
        string folder = Path.GetFileName(Path.GetDirectoryName(path) ?? "");
        HashSet<string> names = [];
        foreach (Token token in new CodeTokenizer(
            $"{Path.GetFileNameWithoutExtension(path)} {folder}", stackalloc char[CodeTokenizer.MaxTokenLength]))
        {
            names.Add(token.Text.ToString());
        }

        return names;
    }

    private static bool Agree(string word, string name) =>
        word == name
        || (Math.Min(word.Length, name.Length) >= ShortestPrefix
            && (word.StartsWith(name, StringComparison.Ordinal) || name.StartsWith(word, StringComparison.Ordinal)));
}
