using System.Buffers.Binary;
using VectorHost.Indexing.Snapshots.Format;

namespace VectorHost.Indexing.Snapshots.Terms;

/// <summary>
/// How well the chunks of a snapshot, and its files as wholes, fit a question: each has a BM25 score over the question's
/// terms. A file counts as one long text, so that words which its chunks share out among them meet.
/// </summary>
/// <remarks>
/// To be disposed, since its memory is as large as the repository: the next question uses it. Used by one thread at a time.
/// </remarks>
public sealed class TermMatches : IDisposable
{
    private readonly RepositorySnapshot _snapshot;
    private readonly List<MatchedTerm> _terms;
    private TermScratch? _scratch;

    internal TermMatches(RepositorySnapshot snapshot, TermScratch scratch, List<MatchedTerm> terms, IReadOnlyDictionary<string, double> weights)
    {
        _snapshot = snapshot;
        _scratch = scratch;
        _terms = terms;
        Weights = weights;
    }

    /// <summary>
    /// The question's terms that the snapshot holds, each with how telling it is: ln(1 + (N - n + 0.5) / (n + 0.5)) for n
    /// of N chunks. All are above 0.
    /// </summary>
    public IReadOnlyDictionary<string, double> Weights { get; }

    private TermScratch Scratch => _scratch ?? throw new ObjectDisposedException(nameof(TermMatches));

    /// <summary>The score of a chunk, 0 where it holds none of the terms.</summary>
    /// <param name="chunk">The chunk's number.</param>
    /// <exception cref="ObjectDisposedException">This has been disposed.</exception>
    public double ScoreOfChunk(int chunk) => Scratch.Scores[chunk];

    /// <summary>The score of a file as a whole, 0 where it holds none of the terms.</summary>
    /// <param name="file">The file's number.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such file.</exception>
    /// <exception cref="ObjectDisposedException">This, or the snapshot, has been disposed.</exception>
    public double ScoreOfFile(int file)
    {
        TermScratch scratch = Scratch;
        using MappedFile.Lease lease = _snapshot.File.Hold();
        (int first, int count) = _snapshot.GetChunkRange(file);
        Bm25 model = new(_snapshot.FileCount, _snapshot.File.Layout.TokenCount);
        int length = LengthOf(first, count);
        double score = 0;
        foreach (MatchedTerm term in _terms)
        {
            uint frequency = FrequencyIn(scratch, term, first, first + count);
            if (frequency > 0)
            {
                score += term.Weight * model.Saturate(frequency, length);
            }
        }

        return score;
    }

    /// <summary>The chunks that fit best, in falling order of score, equal scores in the order of the chunks.</summary>
    /// <param name="top">How many at the most.</param>
    /// <param name="includesFile">
    /// Whether chunks of the file with this number are wanted; asked at most once a file, in the order of the files. All
    /// by default.
    /// </param>
    /// <exception cref="ObjectDisposedException">This has been disposed.</exception>
    public IReadOnlyList<TermHit> FindBest(int top, Func<int, bool>? includesFile = null)
    {
        TopHits best = new(top);
        int asked = -1;
        bool included = true;
        double[] scores = Scratch.Scores;
        for (int chunk = NextAbove(scores, 0, best.Threshold); chunk < scores.Length; chunk = NextAbove(scores, chunk + 1, best.Threshold))
        {
            if (includesFile is not null && _snapshot.GetFileOfChunk(chunk) is int owner && owner != asked)
            {
                asked = owner;
                included = includesFile(asked);
            }

            if (included)
            {
                best.Add(chunk, scores[chunk]);
            }
        }

        return best.ToList();
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _scratch, null) is { } scratch)
        {
            _snapshot.Return(scratch);
        }
    }

    /// <summary>The next chunk whose score is above a threshold; few are, so that four are looked at at once.</summary>
    private static int NextAbove(double[] scores, int from, double threshold)
    {
        int chunk = from;
        while (chunk + 3 < scores.Length
            && !((scores[chunk] > threshold) | (scores[chunk + 1] > threshold) | (scores[chunk + 2] > threshold) | (scores[chunk + 3] > threshold)))
        {
            chunk += 4;
        }

        while (chunk < scores.Length && scores[chunk] <= threshold)
        {
            chunk++;
        }

        return chunk;
    }

    private static uint FrequencyIn(TermScratch scratch, MatchedTerm term, int first, int end)
    {
        ReadOnlySpan<int> chunks = scratch.ChunksOf(term);
        ReadOnlySpan<uint> frequencies = scratch.FrequenciesOf(term);
        uint sum = 0;
        for (int i = IndexOf(chunks, first); i < chunks.Length && chunks[i] < end; i++)
        {
            sum += frequencies[i];
        }

        return sum;
    }

    /// <summary>The first place whose number is not below a number, by halving: the library's search would be compiled anew in every process.</summary>
    private static int IndexOf(ReadOnlySpan<int> numbers, int wanted)
    {
        int low = 0;
        int high = numbers.Length;
        while (low < high)
        {
            int middle = low + ((high - low) / 2);
            if (numbers[middle] < wanted)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private int LengthOf(int first, int count)
    {
        ReadOnlySpan<byte> lengths = _snapshot.File.Read(SnapshotSection.Lengths, (long)first * sizeof(int), count * sizeof(int));
        int sum = 0;
        for (int i = 0; i < count; i++)
        {
            sum += BinaryPrimitives.ReadInt32LittleEndian(lengths[(i * sizeof(int))..]);
        }

        return sum;
    }
}
