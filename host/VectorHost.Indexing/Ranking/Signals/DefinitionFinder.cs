namespace VectorHost.Indexing.Ranking.Signals;

/// <summary>
/// Tells whether and how a text defines a name, in any of the common languages, by what stands around it on its line. No parser:
/// a definition looks much the same everywhere.
/// </summary>
/// <remarks>
/// Words and characters are compared by code rather than by sets that the framework makes: those are made anew, and their
/// vector code compiled, in every process, which takes longer than one question does.
/// </remarks>
internal static class DefinitionFinder
{
    /// <summary>What stands right before the name of a type that it defines; a semicolon after that only declares it.</summary>
    private static bool IsTypeKeyword(ReadOnlySpan<char> word) => word is
        "class" or "struct" or "interface" or "enum" or "record" or "trait" or "protocol" or "union" or "module"
        or "defmodule" or "type" or "typedef" or "newtype" or "data" or "object" or "delegate" or "actor" or "mixin"
        or "typealias";

    /// <summary>What stands right before the name of anything else that it defines.</summary>
    private static bool IsKeyword(ReadOnlySpan<char> word) => word is
        "extension" or "namespace" or "def" or "defp" or "defmacro" or "func" or "fun" or "fn"
        or "function" or "function*" or "sub" or "proc" or "procedure" or "event" or "macro" or "macro_rules!"
        or "#define" or "const" or "static" or "impl" or "mod" or "package" or "alias" or "instance" or "let"
        or "var" or "val" or "local" or "CREATE" or "TABLE" or "VIEW" or "FUNCTION" or "PROCEDURE";

    /// <summary>What the declaration of a constant or a field begins with.</summary>
    private static bool IsModifier(ReadOnlySpan<char> word) => word is
        "const" or "constexpr" or "static" or "final" or "readonly" or "public" or "private" or "protected"
        or "internal" or "export" or "pub" or "inline" or "extern" or "global" or "declare" or "lazy" or "our" or "my"
        or "open" or "abstract" or "override" or "required";

    /// <summary>What stands before a name that is used, not defined, although a parenthesis follows it.</summary>
    private static bool IsUsingWord(ReadOnlySpan<char> word) => word is
        "return" or "new" or "await" or "throw" or "else" or "case" or "yield" or "in" or "not" or "and" or "or"
        or "if" or "while" or "for" or "raise" or "using" or "import" or "from" or "assert" or "defer" or "go" or "do"
        or "is" or "as" or "echo" or "print" or "delete" or "typeof" or "sizeof" or "try";

    /// <summary>What any line of a text does with a name: the most.</summary>
    /// <param name="text">The text of a chunk.</param>
    /// <param name="name">The name, as it is written.</param>
    public static DefinitionKind Find(ReadOnlySpan<char> text, ReadOnlySpan<char> name)
    {
        DefinitionKind best = DefinitionKind.None;
        int from = 0;
        while (best < DefinitionKind.Type && text[from..].IndexOf(name, StringComparison.Ordinal) is var offset and >= 0)
        {
            int start = from + offset;
            int end = start + name.Length;
            from = end;
            if (IsWord(text, start, end) && FindAt(text, start, end) is var kind && kind > best)
            {
                best = kind;
            }
        }

        return best;
    }

    /// <summary>What a text does with the word at a place.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">Where the word begins.</param>
    /// <param name="end">Where it has ended.</param>
    public static DefinitionKind FindAt(ReadOnlySpan<char> text, int start, int end)
    {
        int lineStart = text[..start].LastIndexOf('\n') + 1;
        int lineLength = text[end..].IndexOf('\n');
        ReadOnlySpan<char> before = text[lineStart..start];
        ReadOnlySpan<char> after = (lineLength < 0 ? text[end..] : text[end..(end + lineLength)]).Trim();
        bool isAtMargin = before.IsEmpty;
        before = before.TrimStart();
        if (IsComment(before))
        {
            return DefinitionKind.None;
        }

        ReadOnlySpan<char> unqualified = WithoutQualifiers(before);
        ReadOnlySpan<char> keyword = KeywordBefore(unqualified);
        if (IsTypeKeyword(keyword))
        {
            return after is [';', ..] ? DefinitionKind.Other : DefinitionKind.Type;
        }

        if (IsKeyword(keyword) || IsGoMethod(before))
        {
            return DefinitionKind.Other;
        }

        bool isQualified = unqualified.Length < before.Length;
        return KindOfFunction(unqualified, after, text[end..], isQualified) is var kind and not DefinitionKind.None ? kind
            : IsValue(unqualified, after, isAtMargin || isQualified) ? DefinitionKind.Other
            : DefinitionKind.None;
    }

    /// <summary>Whether a text has anything that a type and its modifiers are not made of.</summary>
    private static bool HoldsNotInTypes(ReadOnlySpan<char> text)
    {
        foreach (char c in text)
        {
            if (c is '=' or '(' or ')' or '.' or '"' or '\'' or '/' or ';' or '!' or '+' or '|' or '?' or ',' or '#')
            {
                return true;
            }
        }

        return false;
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
            int start = qualifier.Length;
            while (start > 0 && (char.IsAsciiLetterOrDigit(qualifier[start - 1]) || qualifier[start - 1] is '_' or '$'))
            {
                start--;
            }

            if (start == qualifier.Length)
            {
                break;
            }

            before = before[..start];
        }

        return before;
    }

    private static ReadOnlySpan<char> KeywordBefore(ReadOnlySpan<char> before)
    {
        ReadOnlySpan<char> trimmed = before.TrimEnd();
        return trimmed.Length < before.Length ? trimmed[(trimmed.LastIndexOfAny(' ', '\t', '(') + 1)..] : [];
    }

    private static bool IsGoMethod(ReadOnlySpan<char> before) => before.StartsWith("func (") && !before.Contains('{') && before.TrimEnd().EndsWith(")");

    /// <summary>A type, then the name, then parameters; or the name and parameters alone, and a body.</summary>
    private static DefinitionKind KindOfFunction(ReadOnlySpan<char> before, ReadOnlySpan<char> after, ReadOnlySpan<char> rest, bool isQualified)
    {
        if (after.Length == 0 || (after[0] != '(' && after[0] != '<') || (isQualified && after[^1] == ';') || (before.Length > 0 && !IsType(before)))
        {
            return DefinitionKind.None;
        }

        ReadOnlySpan<char> behind = BehindParentheses(rest);
        bool isFunction = before.Length > 0 || HasBody(behind) || (isQualified && after[^1] is ')' or ',' && after.Contains('('));
        return !isFunction ? DefinitionKind.None : IsBodiless(behind) ? DefinitionKind.Declaration : DefinitionKind.Other;
    }

    private static bool IsType(ReadOnlySpan<char> before) =>
        char.IsWhiteSpace(before[^1]) | before[^1] is '*' or '&'
        && !HoldsNotInTypes(before)
        && !IsUsingWord(FirstWord(before));

    /// <summary>Whether behind the parameters, on their last line or on the next, there is the brace that opens a body.</summary>
    private static bool HasBody(ReadOnlySpan<char> behind)
    {
        int lineLength = behind.IndexOf('\n');
        ReadOnlySpan<char> line = (lineLength < 0 ? behind : behind[..lineLength]).Trim();
        return line.IsEmpty
            ? behind.TrimStart() is ['{', ..]
            : line[^1] == '{' && (line[0] is '{' or ':' or '-' || char.IsAsciiLetter(line[0]));
    }

    /// <summary>Whether a semicolon follows the parameters, and no body.</summary>
    private static bool IsBodiless(ReadOnlySpan<char> behind)
    {
        int semicolon = behind.IndexOf(';');
        return semicolon >= 0 && !behind[..semicolon].Contains('{') && !behind[..semicolon].Contains("=>", StringComparison.Ordinal);
    }

    /// <summary>What follows the first parenthesis of a text and all that it holds; nothing where it does not end.</summary>
    private static ReadOnlySpan<char> BehindParentheses(ReadOnlySpan<char> text)
    {
        int depth = 0;
        for (int i = 0; i < text.Length; i++)
        {
            depth += text[i] switch
            {
                '(' => 1,
                ')' => -1,
                _ => 0,
            };
            if (depth == 0 && text[i] == ')')
            {
                return text[(i + 1)..];
            }
        }

        return [];
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

        return (isAssigned || after is [';', ..] or [':', ' ', ..]) && IsModifier(FirstWord(before)) && !HoldsNotInTypes(before);
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
