namespace VectorHost.Indexing.Ranking;

/// <summary>
/// Keeps one file from filling the list: the second chunk of a file counts 0.7, the third 0.7 of that, and so on.
/// </summary>
public static class FileSaturation
{
    private const double Decay = 0.7;

    /// <summary>Takes the best candidates one by one, each at its score as it stands when it is taken.</summary>
    /// <param name="candidates">The candidates, in falling order of score.</param>
    /// <param name="top">How many to take.</param>
    /// <returns>The candidates with their decayed scores, best first; equal ones in the order in which they came.</returns>
    public static IReadOnlyList<RankedCandidate> Take(IReadOnlyList<RankingCandidate> candidates, int top)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        List<WaitingFile> files = GroupByFile(candidates);
        List<RankedCandidate> taken = [];
        while (taken.Count < top && FindBest(files) is { } best)
        {
            taken.Add(best.TakeNext());
        }

        return taken;
    }

    private static List<WaitingFile> GroupByFile(IReadOnlyList<RankingCandidate> candidates)
    {
        List<WaitingFile> files = [];
        Dictionary<CandidateFile, WaitingFile> waiting = [];
        for (int order = 0; order < candidates.Count; order++)
        {
            RankingCandidate candidate = candidates[order];
            if (!waiting.TryGetValue(candidate.File, out WaitingFile? file))
            {
                file = new WaitingFile();
                waiting.Add(candidate.File, file);
                files.Add(file);
            }

            file.Add(candidate, order);
        }

        return files;
    }

    /// <summary>Looks at every file each time: there are some hundred of them, and ten are taken.</summary>
    private static WaitingFile? FindBest(List<WaitingFile> files)
    {
        WaitingFile? best = null;
        foreach (WaitingFile file in files)
        {
            if (!file.IsEmpty && (best is null || file.IsBefore(best)))
            {
                best = file;
            }
        }

        return best;
    }

    /// <summary>The candidates of one file that are not taken yet.</summary>
    private sealed class WaitingFile
    {
        private readonly List<RankingCandidate> _candidates = [];
        private readonly List<int> _orders = [];
        private double _factor = 1;
        private int _next;

        public bool IsEmpty => _next == _candidates.Count;

        private double Score => _candidates[_next].Score * _factor;

        public void Add(RankingCandidate candidate, int order)
        {
            _candidates.Add(candidate);
            _orders.Add(order);
        }

        public bool IsBefore(WaitingFile other) =>
            Score > other.Score || (Score == other.Score && _orders[_next] < other._orders[other._next]);

        public RankedCandidate TakeNext()
        {
            RankedCandidate taken = new(_candidates[_next], Score);
            _next++;
            _factor *= Decay;
            return taken;
        }
    }
}
