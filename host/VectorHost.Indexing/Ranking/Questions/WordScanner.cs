using System.Runtime.InteropServices;

namespace VectorHost.Indexing.Ranking.Questions;

/// <summary>Walks through the words of a text as a reader sees them: runs of letters and digits.</summary>
/// <param name="text">The text.</param>
[StructLayout(LayoutKind.Auto)]
internal ref struct WordScanner(ReadOnlySpan<char> text)
{
    private readonly ReadOnlySpan<char> _text = text;
    private int _start;
    private int _end;

    public readonly Range Current => _start.._end;

    public readonly WordScanner GetEnumerator() => this;

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

        return _start < _text.Length;
    }

    private static bool IsPart(char c) => char.IsAsciiLetterOrDigit(c) || (c > '\x7f' && char.IsLetterOrDigit(c));
}
