using System.Text.RegularExpressions;
using VectorHost.Indexing.Snapshots.Terms;

namespace VectorHost.Indexing.Ranking;

/// <summary>A question, and what can be told from how it is written.</summary>
public sealed partial class SearchQuery
{
    /// <summary>Understands a question.</summary>
    /// <param name="text">The question, as the user wrote it.</param>
    public SearchQuery(string text)
    {
        Text = text;
        string[] words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Symbols = [.. words.Select(AsSymbol).OfType<string>().Distinct(StringComparer.Ordinal)];
        IsSymbol = words.Length == 1 && Symbols.Count == 1;
        Words = QueryTerms.Words(text);
    }

    /// <summary>The question, as the user wrote it.</summary>
    public string Text { get; }

    /// <summary>Whether the whole question is the name of something in code.</summary>
    public bool IsSymbol { get; }

    /// <summary>The names of something in code that the question mentions, without what qualifies them.</summary>
    public IReadOnlyList<string> Symbols { get; }

    /// <summary>The telling words, as <see cref="Tokens.CodeTokenizer"/> gives them: parts of names, stemmed.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>
    /// A word is a name when it is written as only code writes: with a capital inside, an underscore, or a qualifier;
    /// of <c>Store::open</c>, <c>store.open()</c> and <c>store-&gt;open</c> the last part is the name.
    /// </summary>
    private static string? AsSymbol(string word)
    {
        string bare = word.Trim('`', '"', '\'', '(', ')', ',', ';', '?', '!', '.', ':');
        int call = bare.IndexOf('(', StringComparison.Ordinal);
        bool isCall = word.Contains("()", StringComparison.Ordinal) || call > 0;
        bare = call > 0 ? bare[..call] : bare;
        Match qualified = Qualified().Match(bare);
        string name = qualified.Success ? qualified.Groups["name"].Value : bare;
        bool isIdentifier = name.Length > 1
            && (char.IsLetter(name[0]) || name[0] == '_')
            && name.All(c => char.IsLetterOrDigit(c) || c == '_');
        bool looksLikeCode = isIdentifier && (isCall || qualified.Success || name.AsSpan(1).ContainsAnyInRange('A', 'Z') || name.Contains('_', StringComparison.Ordinal));
        return looksLikeCode ? name : null;
    }

    /// <summary>Names joined by the separators of common languages; a path, which has slashes, is none.</summary>
    [GeneratedRegex(@"^\w+((\.|::|->|#|\\)\w+)*(\.|::|->|#|\\)(?<name>\w+)$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Qualified();
}
