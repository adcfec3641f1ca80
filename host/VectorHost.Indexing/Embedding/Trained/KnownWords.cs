using System.Runtime.InteropServices;
using VectorHost.Indexing.Tokens;

namespace VectorHost.Indexing.Embedding.Trained;

/// <summary>
/// Counts the words of one text after another that a vocabulary knows, without allocating. What trains a model and what
/// uses it share this class, so that both see the same words.
/// </summary>
/// <remarks>
/// A word that is not in the vocabulary counts as the longest words of the vocabulary that it is made of, from left to
/// right: <c>blocklist</c> as <c>block</c> and <c>list</c>. A compound name as a whole counts only if it is in the vocabulary
/// itself, since its parts follow.
/// </remarks>
internal sealed class KnownWords
{
    /// <summary>Shorter pieces of unknown words are chance.</summary>
    private const int ShortestPiece = 3;

    private readonly Vocabulary _vocabulary;
    private readonly WordCounter _written = new();
    private readonly WordNumbers _known;
    private readonly int[] _counts;
    private readonly List<int> _words = [];

    /// <param name="vocabulary">The words to count.</param>
    public KnownWords(Vocabulary vocabulary)
    {
        _vocabulary = vocabulary;
        _known = NumbersFor(_written);
        _counts = new int[vocabulary.Count];
    }

    /// <summary>The numbers of the words that occurred, each once, in the order of their first occurrence.</summary>
    public ReadOnlySpan<int> Words => CollectionsMarshal.AsSpan(_words);

    /// <summary>How often a word occurred.</summary>
    /// <param name="word">Its number.</param>
    public int CountOf(int word) => _counts[word];

    /// <summary>Counts the words of a text, and forgets those of the text before.</summary>
    /// <param name="text">The text.</param>
    public void Count(ReadOnlySpan<char> text)
    {
        foreach (int word in _words)
        {
            _counts[word] = 0;
        }

        _words.Clear();
        _written.Count(text);
        Add(_written, _known);
    }

    /// <summary>The known words that the words of another counter stand for.</summary>
    public WordNumbers NumbersFor(WordCounter written) => new(written, Read);

    /// <summary>Goes on with the words of a text that another counter has counted.</summary>
    /// <param name="written">The counter.</param>
    /// <param name="known">What <see cref="NumbersFor"/> gave for it.</param>
    public void Add(WordCounter written, WordNumbers known)
    {
        foreach (int word in written.Words)
        {
            int count = written.CountOf(word);
            foreach (int number in known.Of(word))
            {
                if (_counts[number] == 0)
                {
                    _words.Add(number);
                }

                _counts[number] += count;
            }
        }
    }

    /// <summary>A copy of the words with their counts.</summary>
    public CountedWords ToCounted()
    {
        int[] words = [.. _words];
        return new CountedWords(words, Array.ConvertAll(words, word => _counts[word]));
    }

    private void Read(ReadOnlySpan<char> written, List<int> words)
    {
        foreach (Token token in new CodeTokenizer(written, stackalloc char[CodeTokenizer.MaxTokenLength]))
        {
            int word = _vocabulary.Find(FeatureHash.OfWord(token.Text));
            if (word >= 0)
            {
                words.Add(word);
            }
            else if (!token.IsWhole)
            {
                AddPieces(token.Text, words);
            }
        }
    }

    private void AddPieces(ReadOnlySpan<char> rest, List<int> words)
    {
        while (rest.Length >= ShortestPiece)
        {
            (int word, int length) = LongestPrefix(rest);
            if (word >= 0)
            {
                words.Add(word);
            }

            rest = rest[length..];
        }
    }

    /// <summary>The longest known word at the beginning of a text; none is one character long.</summary>
    private (int Word, int Length) LongestPrefix(ReadOnlySpan<char> text)
    {
        (int Word, int Length) longest = (-1, 1);
        ulong state = FeatureHash.WordSeed;
        for (int i = 0; i < text.Length; i++)
        {
            state = FeatureHash.Add(state, text[i]);
            if (i + 1 >= ShortestPiece && _vocabulary.Find(FeatureHash.Finish(state)) is >= 0 and int word)
            {
                longest = (word, i + 1);
            }
        }

        return longest;
    }
}
