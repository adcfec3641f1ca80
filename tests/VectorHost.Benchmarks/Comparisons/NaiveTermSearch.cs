using System.Runtime.InteropServices;
using VectorHost.Indexing.Tokens;

namespace VectorHost.Benchmarks.Comparisons;

/// <summary>
/// BM25 over the same terms in the plainest fast form: lists of chunks and counts in memory, uncompressed, one array of
/// scores.
/// </summary>
internal sealed class NaiveTermSearch
{
    private const int FolderCount = 3;
    private readonly Dictionary<string, List<(int Chunk, int Count)>> _postings = [];
    private readonly Dictionary<string, List<(int Chunk, int Count)>>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly List<int> _lengths = [];
    private double _average;

    /// <summary>Begins without chunks.</summary>
    public NaiveTermSearch() => _lookup = _postings.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>How many pairs of a term and a chunk there are.</summary>
    public long PostingCount => _postings.Values.Sum(list => (long)list.Count);

    /// <summary>Adds the next chunk: its text, its file's name twice, and the nearest three folders.</summary>
    public void Add(string path, string text)
    {
        string[] parts = path.Split('/');
        string stem = Path.GetFileNameWithoutExtension(parts[^1]) is { Length: > 0 } name ? name : parts[^1];
        int chunk = _lengths.Count;
        _lengths.Add(0);
        AddTokens(chunk, text);
        AddTokens(chunk, stem);
        AddTokens(chunk, stem);
        AddTokens(chunk, string.Join('/', parts[..^1].TakeLast(FolderCount)));
        _average = 0;
    }

    /// <summary>Finds the best chunks, best first.</summary>
    /// <param name="question">Words that are one term each.</param>
    /// <param name="top">How many.</param>
    public IReadOnlyList<int> Search(string question, int top)
    {
        _average = _average > 0 ? _average : _lengths.Average();
        double[] scores = new double[_lengths.Count];
        foreach (Token token in new CodeTokenizer(question, stackalloc char[CodeTokenizer.MaxTokenLength]))
        {
            if (_lookup.TryGetValue(token.Text, out List<(int Chunk, int Count)>? list))
            {
                double weight = Math.Log(1 + ((scores.Length - list.Count + 0.5) / (list.Count + 0.5)));
                foreach ((int chunk, int count) in CollectionsMarshal.AsSpan(list))
                {
                    scores[chunk] += weight * count / (count + (1.5 * (0.25 + (0.75 * _lengths[chunk] / _average))));
                }
            }
        }

        PriorityQueue<int, (double, int)> kept = new();
        for (int chunk = 0; chunk < scores.Length; chunk++)
        {
            if (scores[chunk] > 0 && (kept.Count < top || (kept.TryPeek(out _, out (double Score, int) worst) && scores[chunk] > worst.Score)))
            {
                kept.Enqueue(chunk, (scores[chunk], -chunk));
                if (kept.Count > top)
                {
                    kept.Dequeue();
                }
            }
        }

        int[] best = new int[kept.Count];
        for (int i = best.Length - 1; i >= 0; i--)
        {
            best[i] = kept.Dequeue();
        }

        return best;
    }

    private void AddTokens(int chunk, string text)
    {
        foreach (Token token in new CodeTokenizer(text, stackalloc char[CodeTokenizer.MaxTokenLength]))
        {
            _lengths[chunk]++;
            if (!_lookup.TryGetValue(token.Text, out List<(int Chunk, int Count)>? list))
            {
                list = [];
                _lookup[token.Text] = list;
            }

            if (list.Count > 0 && list[^1].Chunk == chunk)
            {
                list[^1] = (chunk, list[^1].Count + 1);
            }
            else
            {
                list.Add((chunk, 1));
            }
        }
    }
}
