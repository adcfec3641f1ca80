using VectorHost.Indexing.Chunking;
using VectorHost.Indexing.Repositories;

namespace VectorHost.Indexing.Evaluation;

/// <summary>
/// Finds the documented definitions of a file, in any language whose comments the chunker knows: a comment right above a
/// definition, attributes between them or not, and Python's strings at the beginning of a body.
/// </summary>
public static class DocumentationMiner
{
    /// <summary>As much of a definition as a reader sees at once.</summary>
    private const int MostCodeLines = 30;

    /// <summary>Finds the documented definitions of a file.</summary>
    /// <param name="file">The file.</param>
    /// <returns>The definitions from top to bottom; no two share a line of their comments.</returns>
    public static IReadOnlyList<DocumentedCode> Mine(SourceFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        LanguageSyntax syntax = LanguageSyntax.Of(file.Language);
        if (syntax.Kind != TextKind.Code)
        {
            return [];
        }

        SourceLines source = SourceLines.Read(file.Text);
        LineAnalyzer.Analyze(source, syntax);
        List<DocumentedCode> found = [];
        for (int i = 0; i < source.Lines.Length; i++)
        {
            if (source.Lines[i].Has(LineTraits.Definition) && !source.Lines[i].Has(LineTraits.Leading)
                && (syntax.HasTripleQuotes ? DocStringBelow(source, i, file.Language) ?? CommentAbove(source, i, syntax) : CommentAbove(source, i, syntax)) is { } comment
                && Read(source, i, comment) is { } documented)
            {
                found.Add(documented);
            }
        }

        return found;
    }

    private static DocumentedCode? Read(SourceLines source, int definition, (int First, int Last) comment)
    {
        IEnumerable<string> lines = source.Lines[comment.First..(comment.Last + 1)].ToArray().Select(line => line.TrimmedText(source.Text).ToString());
        string? sentence = DocumentationText.FirstSentence(lines, NameOf(source.Lines[definition].TrimmedText(source.Text)));
        return sentence is null ? null : new DocumentedCode
        {
            Sentence = sentence,
            CommentStart = source.Lines[comment.First].Number + 1,
            CommentEnd = source.Lines[comment.Last].Number + 1,
            CodeStart = source.Lines[definition].Number + 1,
            CodeEnd = source.Lines[EndOf(source, definition)].Number + 1,
        };
    }

    /// <summary>The comment whose last line is the last one above a definition that is no attribute.</summary>
    private static (int First, int Last)? CommentAbove(SourceLines source, int definition, LanguageSyntax syntax)
    {
        int last = definition - 1;
        while (last >= 0 && BelongsToNext(source, last) && !IsComment(source, last, syntax))
        {
            last--;
        }

        if (last < 0 || !BelongsToNext(source, last))
        {
            return null;
        }

        int first = last;
        while (first > 0 && BelongsToNext(source, first - 1) && IsComment(source, first - 1, syntax) && !EndsCommentBefore(source, first, last, syntax))
        {
            first--;
        }

        return (first, last);
    }

    private static bool BelongsToNext(SourceLines source, int line) =>
        source.Lines[line].Has(LineTraits.Leading)
        && (source.Lines[line + 1].Has(LineTraits.InsideText) || !source.Lines[line + 1].Has(LineTraits.AfterBlank));

    private static bool IsComment(SourceLines source, int line, LanguageSyntax syntax)
    {
        ReadOnlySpan<char> text = source.Lines[line].TrimmedText(source.Text);
        return source.Lines[line].Has(LineTraits.InsideText)
            || (syntax.LineComment.Length > 0 && text.StartsWith(syntax.LineComment) && !text.StartsWith("#[") && !text.StartsWith("#!"))
            || (syntax.BlockCommentStart.Length > 0 && text.StartsWith(syntax.BlockCommentStart))
            || text.StartsWith("@doc ") || text.StartsWith("@moduledoc ") || text.StartsWith("\"\"\"");
    }

    /// <summary>Above a block comment another one may stand, such as a licence, which documents nothing.</summary>
    private static bool EndsCommentBefore(SourceLines source, int first, int last, LanguageSyntax syntax) =>
        syntax.BlockCommentStart.Length > 0
        && first <= last
        && source.Lines[first].TrimmedText(source.Text).StartsWith(syntax.BlockCommentStart)
        && !source.Lines[first].Has(LineTraits.InsideText);

    private static (int First, int Last)? DocStringBelow(SourceLines source, int definition, string language)
    {
        if (language is not ("python" or "cython" or "mojo" or "starlark"))
        {
            return null;
        }

        int header = definition;
        while (header + 1 < source.Lines.Length && !source.Lines[header].TrimmedText(source.Text).EndsWith(":") && header - definition < MostCodeLines)
        {
            header++;
        }

        int first = header + 1;
        if (first >= source.Lines.Length || !StartsString(source.Lines[first].TrimmedText(source.Text)))
        {
            return null;
        }

        int last = first;
        while (last + 1 < source.Lines.Length && source.Lines[last + 1].Has(LineTraits.InsideText))
        {
            last++;
        }

        return (first, last);
    }

    private static bool StartsString(ReadOnlySpan<char> text)
    {
        ReadOnlySpan<char> unprefixed = text.TrimStart("rRuUbB");
        return text.Length - unprefixed.Length <= 2 && (unprefixed.StartsWith("\"\"\"") || unprefixed.StartsWith("'''"));
    }

    /// <summary>The last line that is indented more, or that closes what the definition opened.</summary>
    private static int EndOf(SourceLines source, int definition)
    {
        int indent = source.Lines[definition].Indent;
        int end = definition;
        while (end + 1 < source.Lines.Length && end - definition < MostCodeLines)
        {
            SourceLine next = source.Lines[end + 1];
            bool isInside = next.Indent > indent || next.Has(LineTraits.InsideBrackets | LineTraits.InsideText);
            bool isPartOf = next.Indent == indent && next.Has(LineTraits.Closer | LineTraits.OpenerAlone | LineTraits.Continues);
            if (!isInside && !isPartOf)
            {
                break;
            }

            end++;
        }

        return end;
    }

    /// <summary>The word before the first bracket, as most languages write a function; else the second word.</summary>
    private static string? NameOf(ReadOnlySpan<char> definition)
    {
        ReadOnlySpan<char> head = definition.StartsWith("func (") ? definition[(definition.IndexOf(')') + 1)..] : definition;
        int bracket = head.IndexOfAny('(', '[', '{');
        head = (bracket > 0 ? head[..bracket] : head).TrimEnd();
        int space = head.IndexOf(' ');
        ReadOnlySpan<char> name = head.StartsWith("type ") && space > 0 ? head[(space + 1)..] : head[(head.LastIndexOf(' ') + 1)..];
        int end = name.IndexOf(' ');
        name = end < 0 ? name : name[..end];
        return name.IsEmpty ? null : name.ToString();
    }
}
