namespace VectorHost.Benchmarks.Quality;

/// <summary>BM25 in Lucene's variant over the recipe's terms.</summary>
internal sealed class RecipeTerms
{
    private const double K1 = 1.5;
    private const double B = 0.75;

    private readonly Dictionary<string, List<(int Chunk, int Count)>> _postings = [];
    private readonly int[] _lengths;
    private readonly double _average;

    /// <summary>Indexes chunks.</summary>
    /// <param name="chunks">Their terms.</param>
    public RecipeTerms(IReadOnlyList<List<string>> chunks)
    {
        _lengths = [.. chunks.Select(terms => terms.Count)];
        _average = Math.Max(1, _lengths.DefaultIfEmpty().Average());
        for (int chunk = 0; chunk < chunks.Count; chunk++)
        {
            foreach ((string term, int count) in chunks[chunk].CountBy(term => term))
            {
                (_postings.TryGetValue(term, out List<(int, int)>? list) ? list : _postings[term] = []).Add((chunk, count));
            }
        }
    }

    /// <summary>The best chunks, best first.</summary>
    public List<int> Rank(string question, int top)
    {
        Dictionary<int, double> scores = [];
        foreach (string term in RecipeTokens.Of(question).Distinct())
        {
            if (_postings.TryGetValue(term, out List<(int Chunk, int Count)>? list))
            {
                double weight = Math.Log(1 + ((_lengths.Length - list.Count + 0.5) / (list.Count + 0.5)));
                foreach ((int chunk, int count) in list)
                {
                    scores[chunk] = scores.GetValueOrDefault(chunk)
                        + (weight * count / (count + (K1 * (1 - B + (B * _lengths[chunk] / _average)))));
                }
            }
        }

        return [.. scores.OrderByDescending(score => score.Value).ThenBy(score => score.Key).Take(top).Select(score => score.Key)];
    }
}
