using VectorHost.Indexing.Repositories;

namespace VectorHost.Indexing.Ranking.Questions;

/// <summary>The name of something in code, as a question mentions it.</summary>
/// <param name="Name">The name without what qualifies it.</param>
/// <param name="Qualifiers">What qualifies it, from the outside in: of <c>std::vector::push_back</c>, <c>std</c> and <c>vector</c>.</param>
/// <param name="IsCertain">Whether only code is written so; a question's only word may be a name or just a word.</param>
public sealed record MentionedName(string Name, IReadOnlyList<string> Qualifiers, bool IsCertain)
{
    /// <summary>What joins the parts of a name in common languages. A path, which has slashes, is no name.</summary>
    private static readonly string[] Separators = ["::", "->", ".", "#", "\\", ":"];

    /// <summary>
    /// A word is a name when it is written as only code writes: with a capital inside, an underscore, or a qualifier;
    /// of <c>Store::open</c>, <c>store.open()</c> and <c>store-&gt;open</c> the last part is the name.
    /// </summary>
    /// <param name="word">A word of the question.</param>
    /// <param name="isAlone">Whether it is the only one.</param>
    internal static MentionedName? Parse(string word, bool isAlone)
    {
        string bare = word.Trim('`', '"', '\'', '(', ')', ',', ';', '?', '!', '.', ':');
        int call = bare.IndexOf('(', StringComparison.Ordinal);
        bool isCall = word.Contains("()", StringComparison.Ordinal) || call > 0;
        bare = call > 0 ? bare[..call] : bare;
        bool isFile = !isCall && LanguageDetector.IsKnownExtension(Path.GetExtension(bare));
        string[] parts = isAlone || !isFile ? bare.Split(Separators, StringSplitOptions.None) : [bare];
        string name = parts[^1];
        if (name.Length < 2 || char.IsDigit(name[0]) || !Array.TrueForAll(parts, IsWord))
        {
            return null;
        }

        bool looksLikeCode = !isFile && (isCall || parts.Length > 1 || name.Contains('_', StringComparison.Ordinal) || HasTellingCapital(name, isAlone));
        return isAlone || looksLikeCode ? new MentionedName(name, parts[..^1], looksLikeCode) : null;
    }

    /// <summary>
    /// Any capital, in a word alone: <c>Grain</c>. In prose, one inside; and capitals alone make an acronym there
    /// (<c>JSON</c>, <c>URLs</c>), not a name.
    /// </summary>
    private static bool HasTellingCapital(string name, bool isAlone) => isAlone
        ? name.AsSpan().ContainsAnyInRange('A', 'Z')
        : name.AsSpan(1).ContainsAnyInRange('A', 'Z') && !IsAcronym(name);

    private static bool IsAcronym(string name) => (name is [.., 's'] ? name[..^1] : name).All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c));

    private static bool IsWord(string text) => text.Length > 0 && text.All(c => char.IsLetterOrDigit(c) || c == '_');
}
