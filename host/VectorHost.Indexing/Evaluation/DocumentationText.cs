using System.Text.RegularExpressions;

namespace VectorHost.Indexing.Evaluation;

/// <summary>Takes the first sentence out of the lines of a documentation comment, as a person would have asked it.</summary>
internal static partial class DocumentationText
{
    private const int FewestWords = 4;
    private const int MostWords = 40;
    private const double SmallestShareOfLetters = 0.75;

    /// <summary>Reads the first sentence.</summary>
    /// <param name="lines">The comment's lines, with their marks.</param>
    /// <param name="name">The name that is documented, if known: Go's comments begin with it, which would give the answer away.</param>
    /// <returns>The sentence; <see langword="null"/> where there is none that says something.</returns>
    public static string? FirstSentence(IEnumerable<string> lines, string? name)
    {
        string text = FirstParagraph(lines);
        text = Reference().Replace(text, "${name}");
        text = InlineTag().Replace(text, "${text}");
        text = Link().Replace(text, "${text}");
        text = Markup().Replace(text, " ");
        text = Spaces().Replace(text, " ").Trim();
        string sentence = Sentence().Match(text) is { Success: true } match ? match.Groups["sentence"].Value : text;
        sentence = WithoutName(sentence.TrimEnd('.', ':', ' '), name);
        return SaysSomething(sentence) ? sentence : null;
    }

    private static string FirstParagraph(IEnumerable<string> lines)
    {
        List<string> paragraph = [];
        foreach (string line in lines)
        {
            string text = ClosingMarks().Replace(OpeningMarks().Replace(line, ""), "").Trim();
            text = Brief().Replace(text, "");
            bool isEmpty = Markup().Replace(text, "").Trim().Length == 0;
            if ((isEmpty || Section().IsMatch(text)) && paragraph.Count > 0)
            {
                break;
            }

            if (!isEmpty)
            {
                if (Section().IsMatch(text))
                {
                    return "";
                }

                paragraph.Add(text);
            }
        }

        return string.Join(' ', paragraph);
    }

    private static string WithoutName(string sentence, string? name) =>
        name is not null && sentence.StartsWith(name + " ", StringComparison.Ordinal) ? sentence[(name.Length + 1)..] : sentence;

    private static bool SaysSomething(string sentence)
    {
        int words = sentence.Count(' ') + 1;
        int letters = sentence.Count(static c => char.IsAsciiLetter(c) || c == ' ');
        return words is >= FewestWords and <= MostWords
            && letters >= sentence.Length * SmallestShareOfLetters
            && sentence.Any(char.IsAsciiLetterLower)
            && !Noise().IsMatch(sentence);
    }

    [GeneratedRegex("""^\s*(///?!?|//!|/\*[*!]*<?|\*+/|\*|#+!?|--+\s*[|^]?|--\[=*\[|;+|%+|\{-\s*\|?|\(\*+|@(module|type)?doc\b\s*(~[sS])?("{1,3}|'{3})?|[rRuUbB]{0,2}("{3}|'{3}|"))""", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex OpeningMarks();

    [GeneratedRegex("""\s*(\*+/|-\}|\*+\)|\]=*\]|"{3}|'{3}|")\s*$""", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex ClosingMarks();

    [GeneratedRegex("""^[@\\](brief|short|desc|description|summary)\b[:]?\s*""", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Brief();

    /// <summary>What begins a part of a comment that is no prose: tags, headings, lists, code.</summary>
    [GeneratedRegex("""^([@\\]\w|:\w+.*:|</?(param|returns|remarks|exception|typeparam|example|code|pre|ul|li|value|inheritdoc)\b|(Args|Arguments|Parameters|Params|Returns?|Raises|Throws|Yields|Examples?|Usage|Notes?|See also|Since|TODO|FIXME)\s*:|```|~~~|>>>|[-*+] |\d+[.)] |[=~^_-]{3,}|\||#|iex>|\$ )""", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex Section();

    [GeneratedRegex("""<(see|seealso|paramref|typeparamref)\s+(cref|langword|name|href)\s*=\s*"([A-Z]:)?([^"]*[.])?(?<name>[^".(]*)[^"]*"\s*/?>""", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Reference();

    [GeneratedRegex("""\{@\w+\s+(?<text>[^}]*)\}""", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex InlineTag();

    [GeneratedRegex("""!?\[(?<text>[^\]]*)\](\([^)]*\)|\[[^\]]*\])?""", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Link();

    [GeneratedRegex("""</?[A-Za-z][^<>]*>|&[a-z]+;|`+|\*\*|__|:(class|func|meth|attr|mod|ref|obj|exc|data|doc|c|py:\w+):""", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Markup();

    [GeneratedRegex("""\s+""", RegexOptions.NonBacktracking)]
    private static partial Regex Spaces();

    /// <summary>Up to the first full stop that does not belong to an abbreviation or a name.</summary>
    [GeneratedRegex("""^(?<sentence>.+?(?<!\b(e\.g|i\.e|etc|vs|cf|resp|approx|Dr|Mr|No))[.!?])(\s|$)""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Sentence();

    [GeneratedRegex("""copyright|licen[cs]ed?\b|all rights reserved|auto-?generated|generated by|do not edit|\btodo\b|fixme|eslint|prettier|noqa|pylint|nolint|inheritdoc|deprecated|https?://|@\w+\.|begin region|end of""", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Noise();
}
