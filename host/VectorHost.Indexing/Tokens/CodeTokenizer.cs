using System.Globalization;
using System.Runtime.CompilerServices;

namespace VectorHost.Indexing.Tokens;

/// <summary>
/// Cuts source text and questions into the tokens that terms and lexical vectors are made of.
/// </summary>
/// <remarks>
/// <para>
/// A word is a run of letters, digits and underscores. A word of several parts (<c>getUserName</c>,
/// <c>get_user_name</c>, <c>HTTPServer</c>) yields its whole, without underscores and lower-cased, and then each part;
/// a simple word yields itself. Parts are lower-cased and stemmed, so that <c>caches</c>, <c>cached</c> and
/// <c>cache</c> meet. Both spellings of one name give the same tokens.
/// </para>
/// <para>
/// Single letters and digits are dropped, except in scripts that write words with single characters (Han, Kana,
/// Hangul), where every character is a token. Words beyond <see cref="MaxTokenLength"/> are data, not names: dropped.
/// </para>
/// </remarks>
public ref struct CodeTokenizer
{
    /// <summary>The longest token, in characters, and the smallest buffer that the tokenizer takes.</summary>
    public const int MaxTokenLength = 64;

    /// <summary>Names the rules above: changes whenever the same text would give other tokens.</summary>
    public const string Version = "1";

    /// <summary>A bit for each of the first 64 characters: 0 to 9.</summary>
    private const ulong DigitBits = 0x03ff_0000_0000_0000;

    /// <summary>A bit for each of the next 64: letters and the underscore.</summary>
    private const ulong LetterBits = 0x07ff_fffe_87ff_fffe;

    private readonly ReadOnlySpan<char> _text;
    private readonly Span<char> _buffer;
    private int _length;
    private bool _isWhole;
    private int _next;
    private int _wordEnd;
    private int _partStart;

    /// <summary>Begins before the first token. Nothing is allocated.</summary>
    /// <param name="text">Source code, prose, or a path.</param>
    /// <param name="buffer">Holds the current token: at least <see cref="MaxTokenLength"/> characters.</param>
    /// <exception cref="ArgumentException">The buffer is too small.</exception>
    public CodeTokenizer(ReadOnlySpan<char> text, Span<char> buffer)
    {
        if (buffer.Length < MaxTokenLength)
        {
            throw new ArgumentException($"The buffer must hold {MaxTokenLength} characters.", nameof(buffer));
        }

        _text = text;
        _buffer = buffer;
    }

    /// <summary>The token at hand; valid until the next step.</summary>
    public readonly Token Current => new(_buffer[.._length], _isWhole);

    /// <summary>Makes <c>foreach</c> possible.</summary>
    public readonly CodeTokenizer GetEnumerator() => this;

    /// <summary>Goes on to the next token.</summary>
    /// <returns><see langword="false"/> at the end of the text.</returns>
    public bool MoveNext()
    {
        while (true)
        {
            if (_partStart < _wordEnd)
            {
                if (TakePart())
                {
                    return true;
                }
            }
            else if (!FindWord())
            {
                return false;
            }
            else if (TakeWhole())
            {
                return true;
            }
        }
    }

    private bool FindWord()
    {
        int start = _next;
        while (start < _text.Length && !IsWordCharacter(_text[start]))
        {
            start++;
        }

        int end = start;
        while (end < _text.Length && IsWordCharacter(_text[end]))
        {
            end++;
        }

        _next = end;
        _wordEnd = end;
        _partStart = end - start > MaxTokenLength ? end : start;
        return start < _text.Length;
    }

    private bool TakeWhole()
    {
        int end = LastPartEnd();
        if (EndOfPart(FirstPart()) >= end)
        {
            return false;
        }

        _length = 0;
        _isWhole = true;
        bool ideographic = false;
        foreach (char c in _text[_partStart..end])
        {
            ideographic |= IsIdeographic(c);
            if (c != '_')
            {
                _buffer[_length++] = char.ToLowerInvariant(c);
            }
        }

        return !ideographic;
    }

    private readonly int FirstPart()
    {
        int start = _partStart;
        while (start < _wordEnd && _text[start] == '_')
        {
            start++;
        }

        return start;
    }

    private readonly int LastPartEnd()
    {
        int end = _wordEnd;
        while (end > _partStart && _text[end - 1] == '_')
        {
            end--;
        }

        return end;
    }

    private bool TakePart()
    {
        int start = FirstPart();
        int end = EndOfPart(start);
        _partStart = end;
        if (start == end)
        {
            return false;
        }

        _isWhole = false;
        _length = _text[start..end].ToLowerInvariant(_buffer);
        if (_length == 1)
        {
            return IsIdeographic(_buffer[0]);
        }

        _length = Stemmer.Stem(_buffer[.._length]);
        return true;
    }

    /// <summary>A part ends before an underscore, at <c>aB</c>, and before the last capital of <c>ABc</c>.</summary>
    private readonly int EndOfPart(int start)
    {
        if (start >= _wordEnd || _text[start] == '_')
        {
            return start;
        }

        int end = start + 1;
        if (IsIdeographic(_text[start]))
        {
            return end;
        }

        while (end < _wordEnd && _text[end] != '_' && !IsIdeographic(_text[end]) && !StartsPart(end))
        {
            end++;
        }

        return end;
    }

    private readonly bool StartsPart(int index) =>
        char.IsUpper(_text[index])
        && (!char.IsUpper(_text[index - 1]) || (index + 1 < _wordEnd && char.IsLower(_text[index + 1])));

    /// <summary>Whether a character is part of a word.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool IsWordCharacter(char c) => c > '\x7f'
        ? IsLetterOrMark(c)
        : (((c < 64 ? DigitBits : LetterBits) >> c) & 1) != 0;

    private static bool IsLetterOrMark(char c) =>
        char.IsLetterOrDigit(c)
        || CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    private static bool IsIdeographic(char c) => c is >= '\u3040' and <= '\u30ff' or >= '\u3400' and <= '\u9fff' or >= '\uac00' and <= '\ud7a3';
}
