using System.Text.RegularExpressions;

namespace VectorHost.EmbeddingTrainer.Mining;

/// <summary>Recognises the lines that begin definitions, in most languages alike.</summary>
internal static partial class Definition
{
    /// <summary>No line of code needs as long; one that does is a fault of the pattern.</summary>
    private const int Timeout = 10_000;

    /// <summary>Whether a line begins a definition.</summary>
    /// <param name="line">The line, trimmed.</param>
    public static bool Begins(ReadOnlySpan<char> line) => Keyword().IsMatch(line) || Function().IsMatch(line);

    /// <summary>Whether a line stands before a definition and belongs to it, as attributes and decorators do.</summary>
    /// <param name="line">The line, trimmed.</param>
    public static bool IsAttribute(ReadOnlySpan<char> line) =>
        line is ['@', ..] or ['[', .., ']'] || line.StartsWith("#[") || line.StartsWith("template") || line.StartsWith("__attribute__");

    /// <summary>The name that a line defines.</summary>
    /// <param name="line">The line, trimmed.</param>
    /// <returns>The name; empty where none is recognised.</returns>
    public static string NameOf(string line)
    {
        Match match = NamedByKeyword().Match(line);
        if (!match.Success)
        {
            match = NamedByParenthesis().Match(line);
        }

        return match.Success ? match.Groups["name"].Value : "";
    }

    [GeneratedRegex(@"^(?:(?:export|default|pub(?:\([a-z]+\))?|public|private|protected|internal|open|final|static|abstract|sealed|partial|virtual|override|readonly|async|unsafe|extern|inline|const|local|implicit|lazy|suspend|data|mutating|declare|final|fileprivate|fun|cdef)\s+)*(?:func|function|fn|def|defp|defmacro|class|struct|interface|enum|trait|impl|type|module|defmodule|namespace|record|object|extension|protocol|sub|newtype|instance|data|typedef|val|var|let|const|property|init|actor|union|macro_rules!|fun|event|delegate|public|private|protected|internal)\b", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex Keyword();

    /// <summary>C, C++ and shell name no keyword: types, a name and parentheses, and nothing that calls or assigns.</summary>
    [GeneratedRegex(@"^(?!(?:return|if|else|for|foreach|while|switch|case|throw|await|yield|do|echo|print|assert)\b)(?:[\w:*&<>,\[\]~]+\s+)+[*&]*[\w:~]+\s*\([^;=]*$|^[\w-]+\s*\(\)\s*\{?$|^[\w']+\s*::\s", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex Function();

    [GeneratedRegex(@"\b(?:func|function|fn|def|defp|defmacro|class|struct|interface|enum|trait|record|object|protocol|sub|fun|module)\s+(?:\([^)]*\)\s*)?(?:[\w<>]+[.:])?(?<name>[A-Za-z_]\w*)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex NamedByKeyword();

    [GeneratedRegex(@"^[^=(]*?(?<name>[A-Za-z_]\w*)\s*(?:<[^>]*>)?\s*\(", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex NamedByParenthesis();
}
