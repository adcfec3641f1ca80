using System.Buffers;

namespace VectorHost.Indexing.Chunking;

/// <summary>
/// Follows comments, strings and brackets from line to line, just closely enough to know what a line begins inside of.
/// It may err on rare literals; what it then believes is open ends at the next closing bracket or lesser indentation.
/// </summary>
/// <param name="syntax">The language's syntax.</param>
internal sealed class LexicalScanner(LanguageSyntax syntax)
{
    private const int MaxBrackets = 64;
    private const int LongestCharacterLiteral = 10;

    private readonly SearchValues<char> _special = SearchValues.Create("\"'`()[]{}" + Firsts(syntax.LineComment, syntax.BlockCommentStart));
    private readonly Stack<(char Bracket, int Indent)> _brackets = new();
    private string _textEnd = "";

    /// <summary>Whether the next line begins inside of a comment or string.</summary>
    public bool IsInsideText => _textEnd.Length > 0;

    /// <summary>Whether that is a comment.</summary>
    public bool IsInsideComment => IsInsideText && _textEnd == syntax.BlockCommentEnd;

    /// <summary>Whether the next line begins inside of parentheses or square brackets.</summary>
    /// <param name="indent">The next line's indentation.</param>
    /// <param name="first">Its first character.</param>
    public bool IsInsideBrackets(int indent, char first)
    {
        // A line that is not indented more than the one with the bracket is outside, unless it closes it: then the bracket
        // was not one.
        while (_brackets.TryPeek(out (char Bracket, int Indent) open) && open.Bracket != '{' && indent <= open.Indent && first is not (')' or ']' or '}'))
        {
            _brackets.Pop();
        }

        return _brackets.TryPeek(out (char Bracket, int Indent) innermost) && innermost.Bracket != '{';
    }

    /// <summary>Reads a line.</summary>
    /// <param name="line">The line, trimmed.</param>
    /// <param name="indent">Its indentation.</param>
    /// <returns>The line's code up to a comment at its end; empty if it has none.</returns>
    public ReadOnlySpan<char> Read(ReadOnlySpan<char> line, int indent)
    {
        int position = 0;
        int codeEnd = 0;
        while (position < line.Length)
        {
            if (IsInsideText)
            {
                int end = line[position..].IndexOf(_textEnd);
                if (end < 0)
                {
                    return line[..codeEnd];
                }

                position += end + _textEnd.Length;
                codeEnd = IsInsideComment ? codeEnd : position;
                _textEnd = "";
                continue;
            }

            int next = line[position..].IndexOfAny(_special);
            int stop = next < 0 ? line.Length : position + next;
            codeEnd = stop > position ? line[..stop].TrimEnd().Length : codeEnd;
            position = stop;
            ReadOnlySpan<char> rest = line[position..];
            if (rest.IsEmpty || StartsComment(rest, out int length))
            {
                break;
            }

            if (length == 0)
            {
                length = ReadToken(rest, indent);
                codeEnd = position + length;
            }

            position += length;
        }

        return line[..Math.Min(codeEnd, line.Length)];
    }

    /// <summary>Whether a comment up to the line's end begins here; for one that has an end, how long its start is.</summary>
    private bool StartsComment(ReadOnlySpan<char> rest, out int length)
    {
        length = 0;
        if (syntax.BlockCommentStart.Length > 0 && rest.StartsWith(syntax.BlockCommentStart))
        {
            _textEnd = syntax.BlockCommentEnd;
            length = syntax.BlockCommentStart.Length;
            return false;
        }

        return syntax.LineComment.Length > 0 && rest.StartsWith(syntax.LineComment);
    }

    private int ReadToken(ReadOnlySpan<char> rest, int indent)
    {
        switch (rest[0])
        {
            case '"' or '\'' when syntax.HasTripleQuotes && rest.Length > 2 && rest[1] == rest[0] && rest[2] == rest[0]:
                _textEnd = rest[0] == '"' ? "\"\"\"" : "'''";
                return _textEnd.Length;
            case '`' when syntax.HasBackticks:
                _textEnd = "`";
                return 1;
            case '"':
                return LiteralLength(rest, rest.Length);
            case '\'':
                return LiteralLength(rest, syntax.QuotesCharacters ? LongestCharacterLiteral : rest.Length);
            case '(' or '[' or '{' when _brackets.Count < MaxBrackets:
                _brackets.Push((rest[0], indent));
                return 1;
            case ')' or ']' or '}':
                Close(rest[0] switch { ')' => '(', ']' => '[', _ => '{' });
                return 1;
            default:
                return 1;
        }
    }

    private void Close(char opening)
    {
        // A bracket that nothing opened changes nothing; one that opened further out closes what is inside of it.
        int depth = 1;
        foreach ((char bracket, int _) in _brackets)
        {
            if (bracket == opening)
            {
                for (; depth > 0; depth--)
                {
                    _brackets.Pop();
                }

                return;
            }

            depth++;
        }
    }

    /// <summary>The length of a quoted literal; of the quote alone where no other one follows near enough.</summary>
    private static int LiteralLength(ReadOnlySpan<char> rest, int longest)
    {
        char quote = rest[0];
        for (int index = 1; index < Math.Min(rest.Length, longest); index++)
        {
            if (rest[index] == '\\')
            {
                index++;
            }
            else if (rest[index] == quote)
            {
                return index + 1;
            }
        }

        return 1;
    }

    private static string Firsts(params ReadOnlySpan<string> starts)
    {
        string firsts = "";
        foreach (string start in starts)
        {
            firsts += start.Length > 0 ? start[..1] : "";
        }

        return firsts;
    }
}
