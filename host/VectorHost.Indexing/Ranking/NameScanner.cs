using System.Runtime.InteropServices;

namespace VectorHost.Indexing.Ranking;

/// <summary>Walks through the words of a text that can be names: letters, digits and underscores, no digit first.</summary>
/// <param name="text">The text.</param>
[StructLayout(LayoutKind.Auto)]
internal ref struct NameScanner(ReadOnlySpan<char> text)
{
    private readonly ReadOnlySpan<char> _text = text;
    private int _start;
    private int _end;

    /// <summary>Where the word at hand begins, and where it has ended.</summary>
    public readonly (int Start, int End) Current => (_start, _end);

    public readonly NameScanner GetEnumerator() => this;

    public bool MoveNext()
    {
        _start = _end;
        while (_start < _text.Length && !IsPart(_text[_start]))
        {
            _start++;
        }

        _end = _start;
        while (_end < _text.Length && IsPart(_text[_end]))
        {
            _end++;
        }

        return _start < _text.Length && (!char.IsDigit(_text[_start]) || MoveNext());
    }

    private static bool IsPart(char c) => char.IsAsciiLetterOrDigit(c) || c == '_' || (c > '\x7f' && char.IsLetterOrDigit(c));
}
