using VectorHost.Indexing.Snapshots.Terms;

namespace VectorHost.Indexing.Ranking;

/// <summary>Finds words of a phrase that follow each other in a text, whatever stands between them but words.</summary>
internal sealed class PhraseMatcher
{
    /// <summary>Longer phrases are texts: their beginning is enough to find them by.</summary>
    private const int MostWords = 64;

    private const int Ascii = 128;

    private readonly Dictionary<string, int> _numbers = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly List<int> _phrase = [];
    private readonly List<bool> _isTelling = [];

    /// <summary>
    /// The lengths that the words of the phrase with each first character have, one bit each: most words of a text have
    /// another one. The last are those of all words that do not begin with ASCII.
    /// </summary>
    private readonly ulong[] _lengths = new ulong[Ascii + 1];

    /// <summary>Prepares for a phrase.</summary>
    /// <param name="phrase">The phrase.</param>
    public PhraseMatcher(ReadOnlySpan<char> phrase)
    {
        _lookup = _numbers.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (Range word in new WordScanner(phrase))
        {
            if (_phrase.Count < MostWords)
            {
                _lookup.TryAdd(phrase[word], _numbers.Count);
                _lengths[FirstOf(phrase[word])] |= BitOf(phrase[word].Length);
                _phrase.Add(_lookup[phrase[word]]);
                _isTelling.Add(QueryTerms.IsTelling(phrase[word]));
            }
        }
    }

    /// <summary>How many words the phrase has.</summary>
    public int Length => _phrase.Count;

    /// <summary>Matches the phrase with a text.</summary>
    /// <param name="text">The text.</param>
    /// <returns>
    /// The largest number of words of the phrase that stand in the text one after the other, the same of those words alone
    /// that do not only ask, and how many of the phrase's pairs of neighbours stand in it somewhere.
    /// </returns>
    public (int Longest, int Telling, int Pairs) Match(ReadOnlySpan<char> text)
    {
        // runs[i] is the length of the run that ends with the phrase's word i at the text's word at hand.
        Span<int> runs = stackalloc int[MostWords];
        Span<int> tellingRuns = stackalloc int[MostWords];
        Span<bool> pairs = stackalloc bool[MostWords];
        int longest = 0;
        int telling = 0;
        bool isInRun = false;
        foreach (Range range in new WordScanner(text))
        {
            int word = FindWord(text[range]);
            if (word < 0 && !isInRun)
            {
                continue;
            }

            isInRun = word >= 0;
            for (int i = _phrase.Count - 1; i >= 0; i--)
            {
                bool fits = _phrase[i] == word;
                runs[i] = fits ? 1 + (i > 0 ? runs[i - 1] : 0) : 0;
                tellingRuns[i] = fits ? (_isTelling[i] ? 1 : 0) + (i > 0 ? tellingRuns[i - 1] : 0) : 0;
                longest = Math.Max(longest, runs[i]);
                telling = Math.Max(telling, tellingRuns[i]);
                pairs[i] |= runs[i] > 1;
            }
        }

        return (longest, telling, pairs.Count(true));
    }

    private static ulong BitOf(int length) => 1ul << Math.Min(length, 63);

    private static int FirstOf(ReadOnlySpan<char> word) => word[0] < Ascii ? word[0] | ('a' ^ 'A') : Ascii;

    private int FindWord(ReadOnlySpan<char> word) =>
        (_lengths[FirstOf(word)] & BitOf(word.Length)) != 0 && _lookup.TryGetValue(word, out int number) ? number : -1;
}
