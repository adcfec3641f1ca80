using VectorHost.Indexing.Tokens;

namespace VectorHost.Indexing.Embedding.Lexical;

/// <summary>
/// Counts the distinct words of one text after another without allocating, once its buffers have grown to the longest.
/// </summary>
internal sealed class WordCounts
{
    private Word[] _words = new Word[256];
    private char[] _text = new char[2_048];
    private int _textLength;

    /// <summary>Open addressing by hash: the index of a word plus one, or 0; a power of two, at most half full.</summary>
    private int[] _slots = new int[512];

    private int _count;

    /// <summary>The distinct words so far, in the order in which they first occurred.</summary>
    public ReadOnlySpan<Word> Words => _words.AsSpan(0, _count);

    /// <summary>How many words fit without growing: a measure of the memory held.</summary>
    public int Capacity => _words.Length;

    /// <summary>The characters of a word.</summary>
    /// <param name="word">One of <see cref="Words"/>.</param>
    public ReadOnlySpan<char> TextOf(in Word word) => _text.AsSpan(word.Start, word.Length);

    /// <summary>Forgets all words, for the next text.</summary>
    public void Clear()
    {
        Array.Clear(_slots);
        _count = 0;
        _textLength = 0;
    }

    /// <summary>Counts a token.</summary>
    /// <param name="token">The token; its text is copied where it is new.</param>
    public void Add(Token token)
    {
        ulong hash = FeatureHash.OfWord(token.Text);
        ref int slot = ref FindSlot(hash);
        if (slot == 0)
        {
            slot = Append(token, hash) + 1;
            GrowSlots();
            return;
        }

        ref Word word = ref _words[slot - 1];
        word.Count++;
        word.IsWhole &= token.IsWhole;
    }

    private ref int FindSlot(ulong hash)
    {
        // Equal hashes are taken for equal words: they would share their dimension anyway.
        int mask = _slots.Length - 1;
        int index = (int)hash & mask;
        while (_slots[index] != 0 && _words[_slots[index] - 1].Hash != hash)
        {
            index = (index + 1) & mask;
        }

        return ref _slots[index];
    }

    private int Append(Token token, ulong hash)
    {
        if (_count == _words.Length)
        {
            Array.Resize(ref _words, _words.Length * 2);
        }

        if (_textLength + token.Text.Length > _text.Length)
        {
            Array.Resize(ref _text, _text.Length * 2);
        }

        token.Text.CopyTo(_text.AsSpan(_textLength));
        _words[_count] = new() { Hash = hash, Start = _textLength, Length = token.Text.Length, Count = 1, IsWhole = token.IsWhole };
        _textLength += token.Text.Length;
        return _count++;
    }

    private void GrowSlots()
    {
        if (_count * 2 <= _slots.Length)
        {
            return;
        }

        _slots = new int[_slots.Length * 2];
        for (int i = 0; i < _count; i++)
        {
            FindSlot(_words[i].Hash) = i + 1;
        }
    }
}
