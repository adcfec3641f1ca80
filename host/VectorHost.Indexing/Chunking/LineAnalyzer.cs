using System.Buffers;
using System.Collections.Frozen;

namespace VectorHost.Indexing.Chunking;

/// <summary>Finds what the lines of code and data show of their structure.</summary>
internal static class LineAnalyzer
{
    private static readonly SearchValues<char> OpenEnds = SearchValues.Create(",([=+&|?\\.");

    private static readonly SearchValues<char> CommentMarks = SearchValues.Create("/*#-;%!'<>= \t");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> ClosingWords = FrozenSet.Create(
        "end", "END", "End", "else", "Else", "ELSE", "elif", "elsif", "elseif", "ElseIf", "catch", "except", "finally", "rescue", "ensure", "fi", "done", "esac",
        "endif", "endfor", "endforeach", "endwhile", "endfunction", "endmacro", "then", "until", "after")
        .GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Fills in the traits and levels of all lines.</summary>
    public static void Analyze(SourceLines source, LanguageSyntax syntax)
    {
        LexicalScanner scanner = new(syntax);
        Stack<int> indents = new();
        SourceLine previous = default;
        foreach (ref SourceLine line in source.Lines)
        {
            ReadOnlySpan<char> text = line.TrimmedText(source.Text);
            bool isInsideText = scanner.IsInsideText;
            bool isInsideComment = scanner.IsInsideComment;
            bool isInsideBrackets = !isInsideText && scanner.IsInsideBrackets(line.Indent, text[0]);
            ReadOnlySpan<char> code = scanner.Read(text, line.Indent);
            bool isPreprocessor = syntax.HasPreprocessor && !isInsideText && text[0] == '#';
            if (!isInsideText && !isInsideBrackets && !isPreprocessor && !IsLabel(code, syntax))
            {
                line.Level = LevelOf(line.Indent, indents);
            }
            else
            {
                line.Level = Math.Max(0, indents.Count - 1);
            }

            line.Traits |= isInsideText ? LineTraits.InsideText : isInsideBrackets ? LineTraits.InsideBrackets : LineTraits.None;
            bool goesOnWithLeading = (isInsideText || isInsideBrackets) && previous.Has(LineTraits.Leading);
            if (isInsideComment || goesOnWithLeading || (!isInsideText && (code.IsEmpty || IsAttribute(text, code, syntax))))
            {
                line.Traits |= LineTraits.Leading | CommentTraits(text, previous, isInsideText);
            }
            else if (!isInsideText)
            {
                line.Traits |= isPreprocessor ? PreprocessorTraits(text) : CodeTraits(code, line.Level == 0, syntax);
            }

            previous = line;
        }

        MarkLeadingLines(source.Lines);
    }

    private static int LevelOf(int indent, Stack<int> indents)
    {
        while (indents.TryPeek(out int outer) && outer >= indent)
        {
            indents.Pop();
        }

        // The indentation of the line itself is kept: what is indented more, is inside.
        int level = indents.Count;
        indents.Push(indent);
        return level;
    }

    /// <summary>A comment or an attribute begins the definition that it stands above.</summary>
    private static void MarkLeadingLines(Span<SourceLine> lines)
    {
        for (int index = lines.Length - 2; index >= 0; index--)
        {
            ref SourceLine line = ref lines[index];
            SourceLine next = lines[index + 1];
            bool leadsOn = line.Has(LineTraits.Leading) && line.Indent <= next.Indent;
            if (leadsOn && (next.Has(LineTraits.Definition) || line.Has(LineTraits.Documentation)))
            {
                line.Traits |= LineTraits.Definition;
                line.Level = Math.Min(line.Level, next.Level);
            }
        }
    }

    private static LineTraits CommentTraits(ReadOnlySpan<char> text, SourceLine previous, bool isInsideText)
    {
        LineTraits traits = text.IndexOfAnyExcept(CommentMarks) < 0 ? LineTraits.EmptyComment : LineTraits.None;
        bool isDocumentation = isInsideText
            ? previous.Has(LineTraits.Documentation)
            : text.StartsWith("///") || text.StartsWith("/**") || text.StartsWith("//!") || text.StartsWith("##") || text.StartsWith("--|") || text.StartsWith("-- |");
        return isDocumentation ? traits | LineTraits.Documentation : traits;
    }

    private static bool IsAttribute(ReadOnlySpan<char> text, ReadOnlySpan<char> code, LanguageSyntax syntax)
    {
        char last = code[^1];
        if (last is ';' or '{')
        {
            return false;
        }

        return text.StartsWith("#[") || text.StartsWith("#![")
            || (syntax.HasAtAttributes && text[0] == '@' && text.Length > 1 && char.IsLetter(text[1]))
            || (syntax.HasBracketAttributes && text[0] == '[' && last is ']' or '(' or ',')
            || (syntax.HasPreprocessor && text.StartsWith("template") && last == '>');
    }

    private static LineTraits PreprocessorTraits(ReadOnlySpan<char> text) =>
        text.StartsWith("#end") || text.StartsWith("#el") ? LineTraits.Closer
        : text[^1] == '\\' ? LineTraits.EndsOpen
        : LineTraits.None;

    private static LineTraits CodeTraits(ReadOnlySpan<char> code, bool isOutermost, LanguageSyntax syntax)
    {
        char last = code[^1];
        LineTraits traits = LineTraits.None;
        if (code is "{")
        {
            traits |= LineTraits.OpenerAlone;
        }
        else if (code[0] is '}' or ')' or ']' || code.StartsWith("</") || ClosingWords.Contains(FirstWord(code)))
        {
            traits |= LineTraits.Closer;
        }
        else if (syntax.Kind == TextKind.Code && Definitions.Begins(code, isOutermost, syntax))
        {
            traits |= LineTraits.Definition;
        }

        if (OpenEnds.Contains(last) || code.EndsWith("=>") || code.EndsWith("->"))
        {
            traits |= LineTraits.EndsOpen;
        }

        if (syntax.EndsStatements && last is not (';' or '{' or '}' or ':'))
        {
            traits |= LineTraits.Unterminated;
        }

        return IsContinuation(code, syntax) ? traits | LineTraits.Continues : traits;
    }

    private static bool IsContinuation(ReadOnlySpan<char> code, LanguageSyntax syntax) => code switch
    {
        ['.', char next, ..] => char.IsLetter(next) || next == '_',
        ['&', '&', ..] or ['|', '|', ..] or ['|', '>', ..] or ['=', '>', ..] or ['?', '.', ..] or ['?', ' ', ..] => true,
        [':' or '+', ' ', ..] => syntax.EndsStatements,
        _ => false,
    };

    /// <summary>A label of C stands at the margin, whatever encloses it.</summary>
    private static bool IsLabel(ReadOnlySpan<char> code, LanguageSyntax syntax) =>
        syntax.HasPreprocessor && code.Length > 1 && code[^1] == ':' && FirstWord(code).Length == code.Length - 1;

    private static ReadOnlySpan<char> FirstWord(ReadOnlySpan<char> code)
    {
        int length = 0;
        while (length < code.Length && (char.IsLetterOrDigit(code[length]) || code[length] == '_'))
        {
            length++;
        }

        return code[..length];
    }
}
