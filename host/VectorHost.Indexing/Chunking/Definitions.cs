using System.Buffers;
using System.Collections.Frozen;

namespace VectorHost.Indexing.Chunking;

/// <summary>Recognizes lines that begin a definition, by the words that most languages share.</summary>
internal static class Definitions
{
    private const int WordsToRead = 8;

    private static readonly SearchValues<char> WordCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_$-!");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Keywords = FrozenSet.Create(
        "class", "struct", "interface", "enum", "record", "trait", "impl", "union", "namespace", "module", "mod", "package", "object", "protocol",
        "extension", "actor", "def", "defp", "defn", "defn-", "defmacro", "defmodule", "defstruct", "defprotocol", "defimpl", "defun", "define",
        "fn", "fun", "func", "function", "sub", "proc", "procedure", "method", "macro", "macro_rules!", "macro_rules", "type", "typedef", "typealias",
        "delegate", "event", "operator", "message", "service", "rpc", "contract", "instance", "data", "newtype", "task", "target",
        "CREATE", "create", "FUNCTION", "PROCEDURE", "Function", "Sub", "Class", "Module", "Property", "subroutine", "program")
        .GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Modifiers = FrozenSet.Create(
        "public", "private", "protected", "internal", "static", "abstract", "override", "virtual", "sealed", "partial", "extern", "export",
        "pub", "pub(crate)", "async", "final", "open", "suspend", "inline", "constexpr", "Public", "Private", "Protected", "Friend")
        .GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Statements = FrozenSet.Create(
        "if", "for", "foreach", "while", "switch", "match", "with", "using", "lock", "fixed", "try", "do", "return", "throw", "await", "yield", "case",
        "else", "catch", "unless", "until", "select", "when", "loop", "synchronized", "new", "delete", "assert", "defer", "go", "guard", "var", "let",
        "const", "println!", "print", "echo", "not")
        .GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Whether a line begins a definition.</summary>
    /// <param name="code">The line, trimmed, without a comment at its end.</param>
    /// <param name="isOutermost">Whether nothing encloses the line.</param>
    /// <param name="syntax">The language's syntax.</param>
    public static bool Begins(ReadOnlySpan<char> code, bool isOutermost, LanguageSyntax syntax)
    {
        ReadOnlySpan<char> rest = code.TrimStart('(');
        bool isStatement = Statements.Contains(FirstWord(rest));
        bool hasModifier = false;
        for (int words = 0; words < WordsToRead && !rest.IsEmpty; words++)
        {
            ReadOnlySpan<char> word = FirstWord(rest);
            ReadOnlySpan<char> behind = rest[word.Length..];
            hasModifier |= words == 0 && Modifiers.Contains(word);
            bool namesSomething = behind.Length > 1 && behind[0] == ' ' && (char.IsLetter(behind[1]) || behind[1] is '_' or '(' or '*' or '"' or '<' or '&');
            if (namesSomething && Keywords.Contains(word) && !(isStatement && words == 0))
            {
                // `struct point p;` inside of a function declares a variable.
                return hasModifier || isOutermost || code[^1] != ';';
            }

            rest = behind.TrimStart(' ');
            if (word.IsEmpty || behind.IsEmpty || behind[0] != ' ')
            {
                break;
            }
        }

        return hasModifier || (!isStatement && HasFunctionShape(code, isOutermost, syntax));
    }

    private static ReadOnlySpan<char> FirstWord(ReadOnlySpan<char> text)
    {
        int length = text.IndexOfAnyExcept(WordCharacters);
        return length < 0 ? text : text[..length];
    }

    /// <summary>Whether a line looks as <c>name(…) {</c> does, or <c>type name(…)</c> in front of a brace on the next line.</summary>
    private static bool HasFunctionShape(ReadOnlySpan<char> code, bool isOutermost, LanguageSyntax syntax)
    {
        int bracket = code.IndexOf('(');
        if (bracket <= 0 || !(char.IsLetter(code[0]) || code[0] is '_' or '~' or '#' or '*') || code[..bracket].Contains('='))
        {
            return false;
        }

        ReadOnlySpan<char> name = code[..bracket].TrimEnd();
        bool hasReturnType = name.Contains(' ') && !name.Contains('.');
        return code[^1] == '{' || (code[^1] == ')' && syntax.EndsStatements && (isOutermost || hasReturnType))
            || (code[^1] == ';' && syntax.EndsStatements && hasReturnType && isOutermost);
    }
}
