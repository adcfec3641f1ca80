using VectorHost.Indexing.Tokens;

namespace VectorHost.Indexing.Ranking.Questions;

/// <summary>The words of a question, each with how telling it is. Sets of them are one flag for each.</summary>
internal sealed class QueryWords
{
    /// <summary>Up to so many, a set has room on the stack.</summary>
    public const int FewWords = 128;

    /// <summary>Shorter words agree only where they are equal.</summary>
    private const int ShortestPrefix = 4;

    private readonly string[] _terms;
    private readonly double[] _weights;
    private readonly double _totalWeight;

    /// <param name="weights">The words, as <see cref="CodeTokenizer"/> gives them, with their weights.</param>
    public QueryWords(IReadOnlyDictionary<string, double> weights)
    {
        _terms = new string[weights.Count];
        _weights = new double[weights.Count];
        int count = 0;
        foreach ((string term, double weight) in weights)
        {
            _terms[count] = term;
            _weights[count++] = weight;
            _totalWeight += weight;
        }
    }

    /// <summary>How many words there are.</summary>
    public int Count => _terms.Length;

    /// <summary>Marks the words that another one is, or agrees with in all but the ending.</summary>
    /// <param name="other">A word, as <see cref="CodeTokenizer"/> gives it.</param>
    /// <param name="found">A flag for each word, which is set or left as it is.</param>
    /// <returns>Whether there is any.</returns>
    public bool Mark(ReadOnlySpan<char> other, Span<bool> found)
    {
        bool any = false;
        for (int i = 0; i < _terms.Length; i++)
        {
            if (Agree(_terms[i], other))
            {
                found[i] = true;
                any = true;
            }
        }

        return any;
    }

    /// <summary>Marks the words that a text holds: see <see cref="Mark"/>.</summary>
    public void MarkAll(ReadOnlySpan<char> text, Span<bool> found)
    {
        foreach (Token token in new CodeTokenizer(text, stackalloc char[CodeTokenizer.MaxTokenLength]))
        {
            Mark(token.Text, found);
        }
    }

    /// <summary>How much of the question some of its words are, from 0 to 1, by how telling they are.</summary>
    /// <param name="found">The words.</param>
    public double ShareOf(ReadOnlySpan<bool> found)
    {
        double weight = 0;
        bool any = false;
        for (int i = 0; i < found.Length; i++)
        {
            if (found[i])
            {
                weight += _weights[i];
                any = true;
            }
        }

        return any ? weight / _totalWeight : 0;
    }

    /// <summary>Names the words of one set, then those of another that are not in it.</summary>
    public string Join(ReadOnlySpan<bool> first, ReadOnlySpan<bool> second)
    {
        List<string> names = [];
        for (int i = 0; i < _terms.Length; i++)
        {
            if (first[i])
            {
                names.Add(_terms[i]);
            }
        }

        for (int i = 0; i < _terms.Length; i++)
        {
            if (second[i] && !first[i])
            {
                names.Add(_terms[i]);
            }
        }

        return string.Join(", ", names);
    }

    private static bool Agree(ReadOnlySpan<char> word, ReadOnlySpan<char> other)
    {
        int shared = Math.Min(word.Length, other.Length);
        return (shared >= ShortestPrefix || word.Length == other.Length) && word[..shared].SequenceEqual(other[..shared]);
    }
}
