namespace VectorHost.Indexing.Ranking.Signals;

/// <summary>
/// Keeps one file from filling the list: the second chunk of a file counts 0.7, the third 0.7 of that, and so on.
/// </summary>
/// <param name="decay">What each further chunk of a file counts; 1 for as much as the first.</param>
public sealed class FileSaturation(double decay = FileSaturation.Decay)
{
    /// <summary>What each further chunk of a file counts where nothing else is said.</summary>
    public const double Decay = 0.7;

    private readonly List<WaitingFile> _files = [];
    private readonly Dictionary<CandidateFile, WaitingFile> _byFile = [];

    /// <summary>Adds a candidate, whose score does not change any more.</summary>
    /// <param name="candidate">The candidate.</param>
    public void Add(RankingCandidate candidate)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        if (!_byFile.TryGetValue(candidate.File, out WaitingFile? file))
        {
            file = new WaitingFile(decay);
            _byFile.Add(candidate.File, file);
            _files.Add(file);
        }

        file.Add(candidate);
    }

    /// <summary>Takes the best candidates one by one, each at its score as it stands when it is taken; all stay here.</summary>
    /// <param name="top">How many to take.</param>
    /// <returns>
    /// The candidates with their decayed scores, best first; of equal ones first that which decayed most, then by their ids.
    /// </returns>
    public IReadOnlyList<RankedCandidate> Take(int top)
    {
        List<RankedCandidate> taken = [];
        foreach (WaitingFile file in _files)
        {
            file.Restart();
        }

        while (taken.Count < top && FindBest() is { } best)
        {
            taken.Add(best.TakeNext());
        }

        return taken;
    }

    /// <summary>Which of two candidates comes first.</summary>
    private static bool IsBefore(RankingCandidate left, RankingCandidate right) =>
        left.Score > right.Score || (left.Score == right.Score && left.Id.CompareTo(right.Id) < 0);

    /// <summary>Looks at every file each time: there are some hundred of them, and ten are taken.</summary>
    private WaitingFile? FindBest()
    {
        WaitingFile? best = null;
        foreach (WaitingFile file in _files)
        {
            if (!file.IsEmpty && (best is null || file.IsBefore(best)))
            {
                best = file;
            }
        }

        return best;
    }

    /// <summary>The candidates of one file, in their order.</summary>
    private sealed class WaitingFile(double decay)
    {
        private readonly List<RankingCandidate> _candidates = [];
        private double _factor = 1;
        private double _score;
        private int _next;

        public bool IsEmpty => _next == _candidates.Count;

        public void Add(RankingCandidate candidate)
        {
            int place = _candidates.Count;
            while (place > 0 && FileSaturation.IsBefore(candidate, _candidates[place - 1]))
            {
                place--;
            }

            _candidates.Insert(place, candidate);
        }

        public void Restart()
        {
            _next = 0;
            _factor = 1;
            _score = _candidates[0].Score;
        }

        public bool IsBefore(WaitingFile other) =>
            _score > other._score || (_score == other._score && FileSaturation.IsBefore(_candidates[_next], other._candidates[other._next]));

        public RankedCandidate TakeNext()
        {
            RankedCandidate taken = new(_candidates[_next++], _score);
            _factor *= decay;
            _score = IsEmpty ? 0 : _candidates[_next].Score * _factor;
            return taken;
        }
    }
}
