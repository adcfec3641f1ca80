using System.Text.RegularExpressions;
using VectorHost.Indexing.Repositories;
using VectorHost.Indexing.Snapshots.Terms;

namespace VectorHost.Indexing.Ranking;

/// <summary>A question, and what can be told from how it is written.</summary>
public sealed partial class SearchQuery
{
    private const int ShortestPrefix = 4;

    /// <summary>In milliseconds; never reached, since no pattern here has two ways to read a text. See <see cref="PathKinds"/>.</summary>
    private const int MatchTimeout = 10_000;

    private readonly IReadOnlyDictionary<string, double> _weights;
    private readonly double _totalWeight;

    /// <summary>Understands a question.</summary>
    /// <param name="text">The question, as the user wrote it.</param>
    /// <param name="weights">
    /// How telling each of its terms is where it is asked, above 0; a term that is left out counts for nothing. By default
    /// all count the same.
    /// </param>
    public SearchQuery(string text, IReadOnlyDictionary<string, double>? weights = null)
    {
        Text = text;
        string[] words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Names = [.. words.Select(word => AsName(word, words.Length == 1)).OfType<MentionedName>().DistinctBy(name => name.Name, StringComparer.Ordinal)];
        Symbols = [.. Names.Select(name => name.Name)];
        IsSymbol = words.Length == 1 && Names.Count == 1;
        Words = QueryTerms.Words(text);
        _weights = weights ?? Words.ToDictionary(word => word, _ => 1.0);
        foreach ((_, double weight) in _weights)
        {
            _totalWeight += weight;
        }
    }

    /// <summary>The question, as the user wrote it.</summary>
    public string Text { get; }

    /// <summary>Whether the whole question is the name of something in code.</summary>
    public bool IsSymbol { get; }

    /// <summary>The names of something in code that the question mentions.</summary>
    public IReadOnlyList<MentionedName> Names { get; }

    /// <summary>The same names, without what qualifies them.</summary>
    public IReadOnlyList<string> Symbols { get; }

    /// <summary>The telling words, as <see cref="Tokens.CodeTokenizer"/> gives them: parts of names, stemmed.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>The question's words that are among others, or that agree with one of them in all but the ending.</summary>
    /// <param name="others">Words, as <see cref="Tokens.CodeTokenizer"/> gives them.</param>
    public IReadOnlyList<string> WordsIn(IReadOnlySet<string> others) =>
        [.. _weights.Keys.Where(word => others.Contains(word) || others.Any(other => Agree(word, other)))];

    /// <summary>Whether a word is one of the question's, or agrees with one in all but the ending.</summary>
    /// <param name="other">A word, as <see cref="Tokens.CodeTokenizer"/> gives it.</param>
    public bool HasWord(string other) => _weights.ContainsKey(other) || _weights.Keys.Any(word => Agree(word, other));

    /// <summary>How much of the question some of its words are, from 0 to 1, by how telling they are.</summary>
    /// <param name="words">Words that <see cref="WordsIn"/> gave.</param>
    public double ShareOf(IReadOnlyList<string> words) => words.Count == 0 ? 0 : words.Sum(word => _weights[word]) / _totalWeight;

    private static bool Agree(string word, string other) =>
        Math.Min(word.Length, other.Length) >= ShortestPrefix
        && (word.StartsWith(other, StringComparison.Ordinal) || other.StartsWith(word, StringComparison.Ordinal));

    /// <summary>
    /// A word is a name when it is written as only code writes: with a capital inside, an underscore, or a qualifier;
    /// of <c>Store::open</c>, <c>store.open()</c> and <c>store-&gt;open</c> the last part is the name.
    /// </summary>
    private static MentionedName? AsName(string word, bool isAlone)
    {
        string bare = word.Trim('`', '"', '\'', '(', ')', ',', ';', '?', '!', '.', ':');
        int call = bare.IndexOf('(', StringComparison.Ordinal);
        bool isCall = word.Contains("()", StringComparison.Ordinal) || call > 0;
        bare = call > 0 ? bare[..call] : bare;
        string[] parts = Qualified().IsMatch(bare) && (isAlone || isCall || !IsFile(bare)) ? Separator().Split(bare) : [bare];
        string name = parts[^1];
        bool isIdentifier = name.Length > 1
            && (char.IsLetter(name[0]) || name[0] == '_')
            && name.All(c => char.IsLetterOrDigit(c) || c == '_');
        bool looksLikeCode = isIdentifier && (isCall || parts.Length > 1 || name.Contains('_', StringComparison.Ordinal) || HasCapitalInside(name, isAlone));
        return looksLikeCode ? new MentionedName(name, parts[..^1]) : null;
    }

    /// <summary>In prose, <c>package.json</c> is a file, not the <c>json</c> of a package.</summary>
    private static bool IsFile(string word) => LanguageDetector.IsKnownExtension(Path.GetExtension(word));

    /// <summary>In prose, capitals alone make an acronym (<c>JSON</c>, <c>URLs</c>), not a name.</summary>
    private static bool HasCapitalInside(string name, bool isAlone) =>
        name.AsSpan(1).ContainsAnyInRange('A', 'Z') && (isAlone || !Acronym().IsMatch(name));

    /// <summary>Names joined by the separators of common languages; a path, which has slashes, is none.</summary>
    [GeneratedRegex(@"^\w+((\.|::|->|#|\\|:)\w+)+$", RegexOptions.ExplicitCapture, MatchTimeout)]
    private static partial Regex Qualified();

    [GeneratedRegex(@"\.|::|->|#|\\|:", RegexOptions.ExplicitCapture, MatchTimeout)]
    private static partial Regex Separator();

    [GeneratedRegex("^[A-Z0-9]+s?$", RegexOptions.ExplicitCapture, MatchTimeout)]
    private static partial Regex Acronym();
}
