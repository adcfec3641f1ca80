using VectorHost.Indexing.Snapshots.Terms;

namespace VectorHost.Indexing.Ranking.Questions;

/// <summary>Finds words of a phrase that follow each other in a text, whatever stands between them but words.</summary>
internal sealed class PhraseMatcher
{
    /// <summary>Longer phrases are texts: their beginning is enough to find them by.</summary>
    private const int MostWords = 64;

    private const int Ascii = 128;

    /// <summary>The bit that tells a small letter of ASCII from a capital one.</summary>
    private const int LowerCase = 'a' ^ 'A';

    /// <summary>What a character is: part of a word, and what a word of the phrase begins with.</summary>
    private const int Part = 1;
    private const int First = 2;

    private readonly Dictionary<string, int> _numbers = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly int[] _phrase;
    private readonly bool[] _isTelling;

    /// <summary>
    /// The lengths that the words of the phrase with each first character have, one bit each: most words of a text have
    /// another one. The last are those of all words that do not begin with ASCII.
    /// </summary>
    private readonly ulong[] _lengths = new ulong[Ascii + 1];

    /// <summary>What each character of ASCII is.</summary>
    private readonly byte[] _classes = new byte[Ascii];

    /// <summary>Prepares for a phrase.</summary>
    /// <param name="phrase">The phrase.</param>
    public PhraseMatcher(ReadOnlySpan<char> phrase)
    {
        _lookup = _numbers.GetAlternateLookup<ReadOnlySpan<char>>();
        List<int> words = [];
        List<bool> isTelling = [];
        foreach (Range word in new WordScanner(phrase))
        {
            if (words.Count < MostWords)
            {
                _lookup.TryAdd(phrase[word], _numbers.Count);
                _lengths[FirstOf(phrase[word])] |= BitOf(phrase[word].Length);
                words.Add(_lookup[phrase[word]]);
                isTelling.Add(QueryTerms.IsTelling(phrase[word]));
            }
        }

        _phrase = [.. words];
        _isTelling = [.. isTelling];
        for (char c = '\0'; c < Ascii; c++)
        {
            _classes[c] = (byte)(!char.IsAsciiLetterOrDigit(c) ? 0 : _lengths[c | LowerCase] != 0 ? Part | First : Part);
        }
    }

    /// <summary>How many words the phrase has.</summary>
    public int Length => _phrase.Length;

    /// <summary>Matches the phrase with a text.</summary>
    /// <param name="text">The text.</param>
    /// <returns>
    /// The largest number of words of the phrase that stand in the text one after the other, the same of those words alone
    /// that do not only ask, and how many of the phrase's pairs of neighbours stand in it somewhere.
    /// </returns>
    public (int Longest, int Telling, int Pairs) Match(ReadOnlySpan<char> text)
    {
        // runs[i] is the length of the run that ends with the phrase's word i at the text's word at hand.
        Span<int> runs = stackalloc int[_phrase.Length];
        Span<int> tellingRuns = stackalloc int[_phrase.Length];
        Span<bool> pairs = stackalloc bool[_phrase.Length];
        int longest = 0;
        int telling = 0;
        int end = 0;
        bool isInRun = false;
        while (FindStart(text, end, isInRun ? Part : First) is var start and >= 0)
        {
            end = EndOfWord(text, start);
            int word = FindWord(text[start..end]);
            if (word < 0 && !isInRun)
            {
                continue;
            }

            isInRun = word >= 0;
            for (int i = _phrase.Length - 1; i >= 0; i--)
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

    /// <summary>
    /// Finds the next word that begins with a character of a class, in one pass without a branch for each word that does not:
    /// those could not be foreseen.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="from">Where to begin: at the beginning, or where a word has ended.</param>
    /// <param name="wanted">The class.</param>
    private int FindStart(ReadOnlySpan<char> text, int from, int wanted)
    {
        byte[] classes = _classes;

        // All ones where the character before is no part of a word, and else 0.
        int afterWord = -1;
        for (int i = from; i < text.Length; i++)
        {
            char c = text[i];
            int found = c < classes.Length ? classes[c] : ClassBeyond(c);
            if ((found & wanted & afterWord) != 0)
            {
                return i;
            }

            afterWord = (found & Part) - 1;
        }

        return -1;
    }

    private int EndOfWord(ReadOnlySpan<char> text, int start)
    {
        int end = start + 1;
        while (end < text.Length && (text[end] < Ascii ? _classes[text[end]] : ClassBeyond(text[end])) != 0)
        {
            end++;
        }

        return end;
    }

    private int ClassBeyond(char c) => !char.IsLetterOrDigit(c) ? 0 : _lengths[Ascii] != 0 ? Part | First : Part;

    private static ulong BitOf(int length) => 1ul << Math.Min(length, 63);

    private static int FirstOf(ReadOnlySpan<char> word) => word[0] < Ascii ? word[0] | LowerCase : Ascii;

    private int FindWord(ReadOnlySpan<char> word) =>
        (_lengths[FirstOf(word)] & BitOf(word.Length)) != 0 && _lookup.TryGetValue(word, out int number) ? number : -1;
}
