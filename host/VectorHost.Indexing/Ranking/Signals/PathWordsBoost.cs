using VectorHost.Indexing.Ranking.Questions;

namespace VectorHost.Indexing.Ranking.Signals;

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
        Dictionary<CandidateFile, Lift?> known = [];
        foreach (RankingCandidate candidate in candidates)
        {
            if (!known.TryGetValue(candidate.File, out Lift? lift))
            {
                known.Add(candidate.File, lift = Find(query.Weighted, candidate.File.Path));
            }

            if (lift is not null)
            {
                candidate.Add(Name, lift.Amount, lift.Reason);
            }
        }
    }

    private static Lift? Find(QueryWords words, string path)
    {
        Span<bool> found = words.Count <= QueryWords.FewWords ? stackalloc bool[2 * words.Count] : new bool[2 * words.Count];
        Span<bool> inName = found[..words.Count];
        Span<bool> inFolders = found[words.Count..];
        words.MarkAll(Path.GetFileNameWithoutExtension(path.AsSpan()), inName);
        words.MarkAll(NearestFolders(path), inFolders);
        double amount = (WeightOfName * words.ShareOf(inName)) + (WeightOfFolders * words.ShareOf(inFolders));
        return amount > 0 ? new Lift(amount, $"the path has {words.Join(inName, inFolders)}") : null;
    }

    private static ReadOnlySpan<char> NearestFolders(ReadOnlySpan<char> path)
    {
        int end = Math.Max(path.LastIndexOf('/'), 0);
        int start = end;
        for (int i = 0; i < Folders && start >= 0; i++)
        {
            start = path[..start].LastIndexOf('/');
        }

        return path[(start + 1)..end];
    }

    private sealed record Lift(double Amount, string Reason);
}
