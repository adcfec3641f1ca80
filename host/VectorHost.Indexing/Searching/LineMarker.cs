using VectorHost.Indexing.Tokens;

namespace VectorHost.Indexing.Searching;

/// <summary>Finds the lines of a hit that best show why it was found: those that share most with the question.</summary>
public sealed class LineMarker
{
    private readonly HashSet<string> _wanted;

    /// <summary>Prepares for a question.</summary>
    /// <param name="query">The question.</param>
    public LineMarker(string query) => _wanted = TokensOf(query);

    /// <summary>Marks the lines of a text.</summary>
    /// <param name="lines">The lines.</param>
    /// <returns>For each line, whether it is one of the best; none is where no line shares a token.</returns>
    public IReadOnlyList<bool> Mark(IReadOnlyList<string> lines)
    {
        List<HashSet<string>> shared = [.. lines.Select(line => Shared(line))];

        // What every second line has says nothing about any of them.
        Dictionary<string, double> weights = _wanted.ToDictionary(
            token => token,
            token => 1.0 / (1 + shared.Count(line => line.Contains(token))));
        double[] scores = new double[shared.Count];
        double best = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            foreach (string token in shared[i])
            {
                scores[i] += weights[token];
            }

            best = Math.Max(best, scores[i]);
        }

        return Array.ConvertAll(scores, score => score > 0 && score >= best * 0.75);
    }

    private HashSet<string> Shared(string line)
    {
        HashSet<string> tokens = TokensOf(line);
        tokens.IntersectWith(_wanted);
        return tokens;
    }

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
