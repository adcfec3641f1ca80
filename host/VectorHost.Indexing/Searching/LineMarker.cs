using VectorHost.Indexing.Ranking.Questions;
using VectorHost.Indexing.Tokens;

namespace VectorHost.Indexing.Searching;

/// <summary>
/// Finds the lines of a hit that best show why it was found: the one that the question names, or those that share most with it.
/// </summary>
public sealed class LineMarker
{
    private readonly HashSet<string> _wanted;
    private readonly IReadOnlyList<MentionedFile> _files;

    /// <summary>Prepares for a question.</summary>
    /// <param name="query">The question.</param>
    public LineMarker(string query)
    {
        _wanted = TokensOf(query);
        _files = MentionedFile.FindAll(query);
    }

    /// <summary>Marks the lines of a hit.</summary>
    /// <param name="path">The file that it is in, relative to the repository's root.</param>
    /// <param name="firstLine">The number of its first line.</param>
    /// <param name="lines">Its lines.</param>
    /// <returns>For each line, whether it is the one that the question names, or else one of the best.</returns>
    public IReadOnlyList<bool> Mark(string path, int firstLine, IReadOnlyList<string> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        bool[]? named = null;
        foreach (MentionedFile file in _files)
        {
            if (file.Line >= firstLine && file.Line < firstLine + lines.Count && file.Fits(path))
            {
                named ??= new bool[lines.Count];
                named[file.Line.Value - firstLine] = true;
            }
        }

        return named ?? Mark(lines);
    }

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
