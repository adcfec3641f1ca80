using System.Buffers;
using System.Collections.Frozen;

namespace VectorHost.Indexing.Ranking;

/// <summary>
/// Tells whether a text defines a name, in any of the common languages, by what stands around it on its line. No parser:
/// a definition looks much the same everywhere.
/// </summary>
internal static class DefinitionFinder
{
    /// <summary>What stands right before the name that it defines.</summary>
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Keywords = FrozenSet.Create(
        StringComparer.Ordinal,
        "class", "struct", "interface", "enum", "record", "trait", "protocol", "extension", "union", "namespace", "module",
        "def", "defp", "defmodule", "defmacro", "func", "fun", "fn", "function", "function*", "sub", "proc", "procedure",
        "type", "typedef", "newtype", "data", "object", "delegate", "event", "macro", "macro_rules!", "#define", "const",
        "static", "impl", "mod", "package", "actor", "mixin", "alias", "typealias", "instance", "let", "var", "val", "local",
        "CREATE", "TABLE", "VIEW", "FUNCTION", "PROCEDURE").GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>What the declaration of a constant or a field begins with.</summary>
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Modifiers = FrozenSet.Create(
        StringComparer.Ordinal,
        "const", "constexpr", "static", "final", "readonly", "public", "private", "protected", "internal", "export", "pub",
        "inline", "extern", "global", "declare", "lazy", "our", "my", "open", "abstract", "override", "required")
        .GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>What stands before a name that is used, not defined, although a parenthesis follows it.</summary>
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> UsingWords = FrozenSet.Create(
        StringComparer.Ordinal,
        "return", "new", "await", "throw", "else", "case", "yield", "in", "not", "and", "or", "if", "while", "for", "raise",
        "using", "import", "from", "assert", "defer", "go", "do", "is", "as", "echo", "print", "delete", "typeof", "sizeof", "try")
        .GetAlternateLookup<ReadOnlySpan<char>>();

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
            if (IsWord(text, start, end) && DefinesAt(text, start, end))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the word at a place is defined there.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">Where the word begins.</param>
    /// <param name="end">Where it has ended.</param>
    public static bool DefinesAt(ReadOnlySpan<char> text, int start, int end)
    {
        int lineStart = text[..start].LastIndexOf('\n') + 1;
        int lineLength = text[end..].IndexOf('\n');
        ReadOnlySpan<char> before = text[lineStart..start];
        ReadOnlySpan<char> after = (lineLength < 0 ? text[end..] : text[end..(end + lineLength)]).Trim();
        bool isAtMargin = before.IsEmpty;
        before = before.TrimStart();
        if (IsComment(before))
        {
            return false;
        }

        ReadOnlySpan<char> unqualified = WithoutQualifiers(before);
        return IsAfterKeyword(unqualified)
            || IsGoMethod(before)
            || IsFunction(unqualified, after, isQualified: unqualified.Length < before.Length)
            || IsValue(unqualified, after, isAtMargin || unqualified.Length < before.Length);
    }

    private static bool IsWord(ReadOnlySpan<char> text, int start, int end) =>
        (start == 0 || !IsNameCharacter(text[start - 1])) && (end == text.Length || !IsNameCharacter(text[end]));

    private static bool IsNameCharacter(char c) => char.IsLetterOrDigit(c) || c == '_';

    private static bool IsComment(ReadOnlySpan<char> before) => before switch
    {
        ['/', '/' or '*', ..] or ['*', ' ' or '/', ..] or ['*'] or ['-', '-', ..] or [';', ..] or ['#', ' ' or '#' or ':', ..] or ['%', ..] => true,
        _ => false,
    };

    /// <summary>Takes <c>Type::</c>, <c>module.</c> and the like off the end, so that what stands before the whole name is left.</summary>
    private static ReadOnlySpan<char> WithoutQualifiers(ReadOnlySpan<char> before)
    {
        while (before.Length > 1 && before[^1] is '.' or ':')
        {
            ReadOnlySpan<char> qualifier = before.TrimEnd(".:");
            int start = qualifier.LastIndexOfAnyExcept(NameCharacters) + 1;
            if (start == qualifier.Length)
            {
                break;
            }

            before = before[..start];
        }

        return before;
    }

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_$");

    private static bool IsAfterKeyword(ReadOnlySpan<char> before)
    {
        ReadOnlySpan<char> trimmed = before.TrimEnd();
        return trimmed.Length < before.Length && Keywords.Contains(trimmed[(trimmed.LastIndexOfAny(' ', '\t', '(') + 1)..]);
    }

    private static bool IsGoMethod(ReadOnlySpan<char> before) => before.StartsWith("func (") && !before.Contains('{') && before.TrimEnd().EndsWith(")");

    /// <summary>A type, then the name, then parameters; or the name and parameters alone, and a body.</summary>
    private static bool IsFunction(ReadOnlySpan<char> before, ReadOnlySpan<char> after, bool isQualified)
    {
        if (after.Length == 0 || (after[0] != '(' && after[0] != '<') || (isQualified && after[^1] == ';'))
        {
            return false;
        }

        if (before.Length == 0)
        {
            return (after[^1] == '{' || (isQualified && after[^1] is ')' or ',')) && after.Contains('(');
        }

        return char.IsWhiteSpace(before[^1]) | before[^1] is '*' or '&'
            && !before.ContainsAny(NotInTypes)
            && !UsingWords.Contains(FirstWord(before));
    }

    /// <summary>A constant, a field, a function that is a value, the signature of a function in the languages that write it apart.</summary>
    private static bool IsValue(ReadOnlySpan<char> before, ReadOnlySpan<char> after, bool isOutermost)
    {
        bool isSignature = after.StartsWith("::");
        bool isAssigned = after is ['=', not ('=' or '>'), ..] or [':', '=', ..];
        if (before.IsEmpty)
        {
            return (isOutermost && (isSignature || isAssigned)) || IsFunctionValue(after);
        }

        return (isAssigned || after is [';', ..] or [':', ' ', ..]) && Modifiers.Contains(FirstWord(before)) && !before.ContainsAny(NotInTypes);
    }

    private static bool IsFunctionValue(ReadOnlySpan<char> after)
    {
        if (after is not [':' or '=', ..])
        {
            return false;
        }

        ReadOnlySpan<char> value = after[1..].TrimStart();
        return value.StartsWith("function") || value.StartsWith("async ") || value.StartsWith("class ") || (value is ['(', ..] && value.Contains("=>", StringComparison.Ordinal));
    }

    private static ReadOnlySpan<char> FirstWord(ReadOnlySpan<char> text)
    {
        int end = text.IndexOfAny(' ', '\t');
        return end < 0 ? text : text[..end];
    }
}
