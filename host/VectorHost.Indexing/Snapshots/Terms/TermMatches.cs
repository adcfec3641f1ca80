namespace VectorHost.Indexing.Snapshots.Terms;

/// <summary>
/// How well the chunks of a snapshot, and its files as wholes, fit a question: each has a BM25 score over the question's
/// terms. A file counts as one long text, so that words which its chunks share out among them meet.
/// </summary>
public sealed class TermMatches
{
    private readonly RepositorySnapshot _snapshot;
    private readonly double[] _chunks;
    private readonly double[] _files;

    internal TermMatches(RepositorySnapshot snapshot, double[] chunks, double[] files, IReadOnlyDictionary<string, double> weights)
    {
        _snapshot = snapshot;
        _chunks = chunks;
        _files = files;
        Weights = weights;
    }

    /// <summary>
    /// The question's terms that the snapshot holds, each with how telling it is: ln(1 + (N - n + 0.5) / (n + 0.5)) for n
    /// of N chunks. All are above 0.
    /// </summary>
    public IReadOnlyDictionary<string, double> Weights { get; }

    /// <summary>The score of a chunk, 0 where it holds none of the terms.</summary>
    /// <param name="chunk">The chunk's number.</param>
    public double ScoreOfChunk(int chunk) => _chunks[chunk];

    /// <summary>The score of a file as a whole, 0 where it holds none of the terms.</summary>
    /// <param name="file">The file's number.</param>
    public double ScoreOfFile(int file) => _files[file];

    /// <summary>The chunks that fit best, in falling order of score, equal scores in the order of the chunks.</summary>
    /// <param name="top">How many at the most.</param>
    /// <param name="includesFile">
    /// Whether chunks of the file with this number are wanted; asked at most once a file, in the order of the files. All
    /// by default.
    /// </param>
    public IReadOnlyList<TermHit> FindBest(int top, Func<int, bool>? includesFile = null)
    {
        TopHits best = new(top);
        int asked = -1;
        bool included = true;
        for (int chunk = 0; chunk < _chunks.Length; chunk++)
        {
            if (_chunks[chunk] <= best.Threshold)
            {
                continue;
            }

            if (includesFile is not null && _snapshot.GetFileOfChunk(chunk) is int owner && owner != asked)
            {
                asked = owner;
                included = includesFile(asked);
            }

            if (included)
            {
                best.Add(chunk, _chunks[chunk]);
            }
        }

        return best.ToList();
    }
}
