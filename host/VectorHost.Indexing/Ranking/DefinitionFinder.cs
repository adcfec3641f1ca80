using System.Buffers;
using System.Collections.Frozen;

namespace VectorHost.Indexing.Ranking;

/// <summary>
/// Tells whether a text defines a name, in any of the common languages, by the words before it on its line. No parser:
/// a definition looks much the same everywhere.
/// </summary>
internal static class DefinitionFinder
{
    /// <summary>What stands right before the name that it defines.</summary>
    private static readonly FrozenSet<string> Keywords = FrozenSet.Create(
        StringComparer.Ordinal,
        "class", "struct", "interface", "enum", "record", "trait", "protocol", "extension", "union", "namespace", "module",
        "def", "defp", "defmodule", "defmacro", "func", "fun", "fn", "function", "function*", "sub", "proc", "procedure",
        "type", "typedef", "newtype", "data", "object", "delegate", "event", "macro", "macro_rules!", "#define", "const",
        "static", "impl", "mod", "package", "actor", "mixin", "alias", "CREATE", "TABLE", "VIEW", "FUNCTION", "PROCEDURE");

    /// <summary>What stands before a name that is used, not defined, although a parenthesis follows it.</summary>
    private static readonly FrozenSet<string> UsingWords = FrozenSet.Create(
        StringComparer.Ordinal,
        "return", "new", "await", "throw", "else", "case", "yield", "in", "not", "and", "or", "if", "while", "for", "raise",
        "using", "import", "from", "assert", "defer", "go", "do", "is", "as", "echo", "print", "delete", "typeof", "sizeof");

    /// <summary>What a type and its modifiers are not made of.</summary>
    private static readonly SearchValues<char> NotInTypes = SearchValues.Create("=().\"'/;!+|?,#");

    /// <summary>Whether any line of a text defines a name.</summary>
    /// <param name="text">The text of a chunk.</param>
    /// <param name="name">The name, as it is written.</param>
    public static bool Defines(ReadOnlySpan<char> text, ReadOnlySpan<char> name)
    {
        int from = 0;
        while (text[from..].IndexOf(name, StringComparison.Ordinal) is var offset and >= 0)
        {
            int start = from + offset;
            int end = start + name.Length;
            from = end;
            if (IsWord(text, start, end) && IsDefinition(LineBefore(text, start), LineAfter(text, end)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsWord(ReadOnlySpan<char> text, int start, int end) =>
        (start == 0 || !IsNameCharacter(text[start - 1])) && (end == text.Length || !IsNameCharacter(text[end]));

    private static bool IsNameCharacter(char c) => char.IsLetterOrDigit(c) || c == '_';

    private static ReadOnlySpan<char> LineBefore(ReadOnlySpan<char> text, int start) =>
        text[(text[..start].LastIndexOf('\n') + 1)..start].TrimStart();

    private static ReadOnlySpan<char> LineAfter(ReadOnlySpan<char> text, int end)
    {
        int lineEnd = text[end..].IndexOf('\n');
        return lineEnd < 0 ? text[end..] : text[end..(end + lineEnd)];
    }

    private static bool IsDefinition(ReadOnlySpan<char> before, ReadOnlySpan<char> after)
    {
        ReadOnlySpan<char> trimmed = before.TrimEnd();
        ReadOnlySpan<char> lastWord = trimmed[(trimmed.LastIndexOfAny(' ', '\t', '(') + 1)..];
        if (trimmed.Length < before.Length && Keywords.GetAlternateLookup<ReadOnlySpan<char>>().Contains(lastWord))
        {
            return true;
        }

        // Go's receivers, Ruby's "def self.name", Kotlin's "fun Type.name".
        if (before.StartsWith("func (") || ((before.StartsWith("def ") || before.StartsWith("fun ")) && before[^1] == '.'))
        {
            return !before.Contains('{');
        }

        return IsFunction(before, after.TrimStart());
    }

    /// <summary>A type, then the name, then parameters; or the name and parameters alone, and a body.</summary>
    private static bool IsFunction(ReadOnlySpan<char> before, ReadOnlySpan<char> after)
    {
        if (after.Length == 0 || (after[0] != '(' && after[0] != '<'))
        {
            return false;
        }

        if (before.Length == 0)
        {
            return after.TrimEnd().EndsWith("{") && after.IndexOf('(') >= 0;
        }

        return char.IsWhiteSpace(before[^1]) | before[^1] is '*' or '&'
            && !before.ContainsAny(NotInTypes)
            && !StartsWithUsingWord(before);
    }

    private static bool StartsWithUsingWord(ReadOnlySpan<char> before)
    {
        int end = before.IndexOfAny(' ', '\t');
        return UsingWords.GetAlternateLookup<ReadOnlySpan<char>>().Contains(end < 0 ? before : before[..end]);
    }
}
