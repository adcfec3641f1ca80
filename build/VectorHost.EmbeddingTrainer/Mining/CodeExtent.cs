using System.Buffers;

namespace VectorHost.EmbeddingTrainer.Mining;

/// <summary>Says where the code ends that a comment is about, by indentation.</summary>
internal static class CodeExtent
{
    private const int MostLines = 45;
    private const int MostCharacters = 1_200;
    private const int LongestSignature = 8;
    private const int MostStatements = 16;
    private static readonly SearchValues<char> PartsOfDefinition = SearchValues.Create("({;=,:");

    /// <summary>The end of a definition.</summary>
    /// <param name="source">The file.</param>
    /// <param name="start">The definition's first line.</param>
    /// <param name="style">How the language is written.</param>
    /// <returns>The line behind the last.</returns>
    public static int OfDefinition(SourceText source, int start, CommentStyle style)
    {
        int head = start;
        while (head + 1 < source.Count && Definition.IsAttribute(source.Trimmed(head)) && !source.IsBlank(head + 1))
        {
            head++;
        }

        int indentation = source.Indentation(head);
        int end = head + 1;
        if (style.UsesBraces)
        {
            end = SkipSignature(source, head);
        }

        string? equation = EquationName(source.Trimmed(head));
        while (end < source.Count && (Continues(source, end, indentation) || IsEquation(source, end, equation)))
        {
            end++;
        }

        return Limit(source, start, end, MostLines);
    }

    /// <summary>The end of the statements below a remark.</summary>
    /// <param name="source">The file.</param>
    /// <param name="start">The first statement's line.</param>
    /// <param name="style">How the language is written.</param>
    /// <returns>The line behind the last.</returns>
    public static int OfStatements(SourceText source, int start, CommentStyle style)
    {
        int indentation = source.Indentation(start);
        int end = start + 1;
        while (!source.IsBlank(end) && source.Indentation(end) >= indentation
            && !(source.Indentation(end) == indentation && source.Trimmed(end).StartsWith(style.Line, StringComparison.Ordinal)))
        {
            end++;
        }

        return Limit(source, start, end, MostStatements);
    }

    /// <summary>Parameters, base types and return types may have lines of their own, as little indented as the name.</summary>
    private static int SkipSignature(SourceText source, int head)
    {
        int open = 0;
        int end = IsReturnType(source, head) ? head + 1 : head;
        do
        {
            ReadOnlySpan<char> line = source.Trimmed(end++);
            open += line.Count('(') - line.Count(')');
            if (line.Contains(';'))
            {
                break;
            }
        }
        while (end - head < LongestSignature && !source.IsBlank(end) && (open > 0 || GoesOn(source.Trimmed(end))));
        return end;
    }

    /// <summary>In C, the line above the name often holds the return type alone.</summary>
    private static bool IsReturnType(SourceText source, int index) =>
        !source.Trimmed(index).ContainsAny(PartsOfDefinition) && index + 1 < source.Count
        && source.Indentation(index + 1) == source.Indentation(index) && source.Trimmed(index + 1).Contains('(');

    private static bool GoesOn(ReadOnlySpan<char> line) =>
        line is ['{' or ':', ..] || line.StartsWith("=>") || line.StartsWith("where ") || line.StartsWith("throws ")
        || line.StartsWith("extends ") || line.StartsWith("implements ");

    private static bool Continues(SourceText source, int index, int indentation)
    {
        if (source.IsBlank(index))
        {
            return index + 1 < source.Count && !source.IsBlank(index + 1) && Continues(source, index + 1, indentation);
        }

        ReadOnlySpan<char> line = source.Trimmed(index);
        return source.Indentation(index) > indentation
            || (source.Indentation(index) == indentation && (line is ['}' or ')' or ']' or '{', ..] || line is "end" || line.StartsWith("where")));
    }

    /// <summary>The name in a signature of its own, as in Haskell, below which the definition's equations begin with the name.</summary>
    private static string? EquationName(ReadOnlySpan<char> head)
    {
        int end = head.IndexOf(" :: ", StringComparison.Ordinal);
        return end > 0 && !head[..end].Contains(' ') ? head[..end].ToString() : null;
    }

    private static bool IsEquation(SourceText source, int index, string? name) =>
        name is not null && source[index].StartsWith(name, StringComparison.Ordinal);

    private static int Limit(SourceText source, int start, int end, int mostLines)
    {
        int characters = 0;
        int last = start;
        for (int i = start; i < Math.Min(end, start + mostLines); i++)
        {
            characters += source[i].Length + 1;
            if (characters > MostCharacters && i > start)
            {
                break;
            }

            last = source.IsBlank(i) ? last : i;
        }

        return last + 1;
    }
}
