using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace VectorHost.Indexing.Tokens;

/// <summary>
/// Counts the words of one text after another, and gives each a number. Code says the same names again and again: what
/// <see cref="CodeTokenizer"/> does to a word is done once, and then looked up (<see cref="WordNumbers"/>).
/// </summary>
/// <remarks>
/// A word is a run of letters, digits and underscores as it is written. All of them are forgotten when they have become many,
/// so that memory stays bounded.
/// </remarks>
internal sealed class WordCounter
{
    private const int MostWords = 1 << 17;
    private const int FewestSlots = 1 << 12;

    private char[] _characters = new char[4096];
    private Word[] _words = new Word[FewestSlots / 2];
    private int[] _found = new int[256];

    /// <summary>Open addressing: the number of a word plus one below the upper half of its hash, or 0; at most half full.</summary>
    private ulong[] _slots = new ulong[FewestSlots];
    private int _characterCount;
    private int _wordCount;
    private int _foundCount;

    /// <summary>The words of the text that was counted last, each once, in the order of their first occurrence.</summary>
    public ReadOnlySpan<int> Words => _found.AsSpan(0, _foundCount);

    /// <summary>How often a word of <see cref="Words"/> occurs.</summary>
    public int CountOf(int word) => _words[word].Count;

    /// <summary>Rises when all words are forgotten: numbers then mean other words.</summary>
    public int Generation { get; private set; }

    /// <summary>A word as it is written.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<char> TextOf(int word)
    {
        ref readonly Word found = ref _words[word];
        return _characters.AsSpan(found.Start, found.Length);
    }

    /// <summary>Counts the words of a text, and forgets the counts of the text before.</summary>
    /// <remarks>Every character of a repository passes here from the first second on: it is compiled well at once.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Count(ReadOnlySpan<char> text)
    {
        ForgetCounts();
        int position = 0;
        while (position < text.Length)
        {
            position += CountWindow(text[position..]);
        }
    }

    /// <summary>Counts the words at the beginning of a text that end before its first characters do, as many as are looked at together.</summary>
    /// <returns>How many characters are done.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int CountWindow(ReadOnlySpan<char> text)
    {
        ulong mask = WordMask.Of(text);
        int end = 0;
        while (mask >> end != 0)
        {
            int start = end + BitOperations.TrailingZeroCount(mask >> end);
            end = start + BitOperations.TrailingZeroCount(~(mask >> start));
            if (end == WordMask.Width)
            {
                // The word may go on: it is looked at again from its beginning, or is a long one.
                return start > 0 ? start : CountLongWord(text);
            }

            CountWord(text[start..end]);
        }

        return WordMask.Width;
    }

    private int CountLongWord(ReadOnlySpan<char> text)
    {
        int length = WordMask.Width;
        while (length < text.Length && CodeTokenizer.IsWordCharacter(text[length]))
        {
            length++;
        }

        if (length <= CodeTokenizer.MaxTokenLength)
        {
            CountWord(text[..length]);
        }

        return length;
    }

    private void ForgetCounts()
    {
        if (_wordCount > MostWords)
        {
            Array.Clear(_slots);
            _characterCount = 0;
            _wordCount = 0;
            _foundCount = 0;
            Generation++;
        }

        foreach (int word in Words)
        {
            _words[word].Count = 0;
        }

        _foundCount = 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void CountWord(ReadOnlySpan<char> text)
    {
        int number = Find(text);
        if (_words[number].Count++ == 0)
        {
            if (_foundCount == _found.Length)
            {
                Array.Resize(ref _found, _foundCount * 2);
            }

            _found[_foundCount++] = number;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Find(ReadOnlySpan<char> text)
    {
        uint hash = WordHash.Of(text);
        int mask = _slots.Length - 1;
        int slot = (int)hash & mask;
        ulong kept;
        while ((kept = _slots[slot]) != 0)
        {
            int number = (int)(uint)kept - 1;
            if (kept >> 32 == hash && TextOf(number).SequenceEqual(text))
            {
                return number;
            }

            slot = (slot + 1) & mask;
        }

        _slots[slot] = ((ulong)hash << 32) | (uint)(_wordCount + 1);
        return Add(text);
    }

    private int Add(ReadOnlySpan<char> text)
    {
        while (_characters.Length - _characterCount < text.Length)
        {
            Array.Resize(ref _characters, _characters.Length * 2);
        }

        text.CopyTo(_characters.AsSpan(_characterCount));
        _words[_wordCount] = new Word { Start = _characterCount, Length = text.Length };
        _characterCount += text.Length;
        if (++_wordCount == _words.Length)
        {
            Grow();
        }

        return _wordCount - 1;
    }

    private void Grow()
    {
        Array.Resize(ref _words, _words.Length * 2);
        ulong[] slots = new ulong[_slots.Length * 2];
        int mask = slots.Length - 1;
        foreach (ulong kept in _slots)
        {
            if (kept != 0)
            {
                int slot = (int)(kept >> 32) & mask;
                while (slots[slot] != 0)
                {
                    slot = (slot + 1) & mask;
                }

                slots[slot] = kept;
            }
        }

        _slots = slots;
    }

    [StructLayout(LayoutKind.Auto)]
    private struct Word
    {
        public int Start;
        public int Length;
        public int Count;
    }
}
