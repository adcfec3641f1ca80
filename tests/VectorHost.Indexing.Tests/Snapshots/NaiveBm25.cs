using VectorHost.Indexing.Snapshots;
using VectorHost.Indexing.Snapshots.Terms;
using VectorHost.Indexing.Tokens;

namespace VectorHost.Indexing.Tests.Snapshots;

/// <summary>BM25 as the book says it, over lists of strings: what the real search must agree with.</summary>
internal sealed class NaiveBm25
{
    private readonly List<(int File, List<string> Tokens)> _chunks = [];

    public NaiveBm25(Corpus corpus)
    {
        foreach ((int index, (SnapshotFile file, var chunks)) in corpus.Ordered.Index())
        {
            string[] parts = file.Path.Split('/');
            string stem = Path.GetFileNameWithoutExtension(parts[^1]);
            string folders = string.Join('/', parts[..^1].TakeLast(3));
            foreach ((_, string text) in chunks)
            {
                _chunks.Add((index, [.. Tokens(text), .. Tokens(stem), .. Tokens(stem), .. Tokens(folders)]));
            }
        }
    }

    public List<TermHit> Search(string query, int top, Func<int, bool>? includesFile = null)
    {
        double average = _chunks.Average(chunk => chunk.Tokens.Count);
        double[] scores = new double[_chunks.Count];
        foreach (string term in Tokens(query).Distinct())
        {
            int matches = _chunks.Count(chunk => chunk.Tokens.Contains(term));
            double weight = Math.Log(1 + ((_chunks.Count - matches + 0.5) / (matches + 0.5)));
            for (int i = 0; i < scores.Length; i++)
            {
                double frequency = _chunks[i].Tokens.Count(token => token == term);
                double length = 1.5 * (1 - 0.75 + (0.75 * _chunks[i].Tokens.Count / average));
                scores[i] += weight * frequency / (frequency + length);
            }
        }

        return
        [
            .. scores.Index()
                .Where(score => score.Item > 0 && includesFile?.Invoke(_chunks[score.Index].File) != false)
                .Select(score => new TermHit(score.Index, score.Item))
                // Rounded, since sums of equal parts may differ in their last bits.
                .OrderByDescending(hit => Math.Round(hit.Score, 9))
                .ThenBy(hit => hit.ChunkIndex)
                .Take(top),
        ];
    }

    public double ScoreOfFile(string query, int file, int fileCount)
    {
        double average = _chunks.Sum(chunk => chunk.Tokens.Count) / (double)fileCount;
        List<string> tokens = [.. _chunks.Where(chunk => chunk.File == file).SelectMany(chunk => chunk.Tokens)];
        double score = 0;
        foreach (string term in Tokens(query).Distinct())
        {
            int matches = _chunks.Count(chunk => chunk.Tokens.Contains(term));
            double weight = Math.Log(1 + ((_chunks.Count - matches + 0.5) / (matches + 0.5)));
            double frequency = tokens.Count(token => token == term);
            score += weight * frequency / (frequency + (1.5 * (1 - 0.75 + (0.75 * tokens.Count / average))));
        }

        return score;
    }

    private static List<string> Tokens(string text)
    {
        List<string> tokens = [];
        foreach (Token token in new CodeTokenizer(text, stackalloc char[CodeTokenizer.MaxTokenLength]))
        {
            tokens.Add(token.Text.ToString());
        }

        return tokens;
    }
}
