namespace VectorHost.Indexing.Ranking;

/// <summary>Finds the places of a text where one of some words may begin, in upper or lower case.</summary>
internal sealed class WordStarts
{
    private readonly string[] _starts;

    /// <summary>Whether a word begins with a character of ASCII, which rules out nearly all places at once.</summary>
    private readonly bool[] _first = new bool[128];

    /// <summary>Prepares for words.</summary>
    /// <param name="starts">How they begin; none is empty.</param>
    public WordStarts(string[] starts)
    {
        _starts = starts;
        foreach (string start in starts)
        {
            if (char.IsAscii(start[0]))
            {
                _first[char.ToLowerInvariant(start[0])] = true;
                _first[char.ToUpperInvariant(start[0])] = true;
            }
        }
    }

    /// <summary>Finds the first place.</summary>
    /// <param name="text">The text.</param>
    /// <returns>Where it is; -1 where there is none.</returns>
    public int IndexIn(ReadOnlySpan<char> text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if ((!char.IsAscii(text[i]) || _first[text[i]]) && BeginsAt(text[i..]))
            {
                return i;
            }
        }

        return -1;
    }

    private bool BeginsAt(ReadOnlySpan<char> text)
    {
        foreach (string start in _starts)
        {
            if (text.StartsWith(start, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
