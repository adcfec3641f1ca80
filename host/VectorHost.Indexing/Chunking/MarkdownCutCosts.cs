namespace VectorHost.Indexing.Chunking;

/// <summary>Where Markdown can be cut: above headings, else between paragraphs; not inside of code if it can be helped.</summary>
internal static class MarkdownCutCosts
{
    private const int Paragraph = 600;
    private const int ListItem = 900;
    private const int InsideParagraph = 1_300;
    private const int InsideTable = 1_400;
    private const int BetweenCodeParagraphs = 1_200;
    private const int InsideFence = 2_000;
    private const int UnderHeading = 2_000;

    /// <summary>Computes what a cut above each line costs.</summary>
    public static int[] For(SourceLines source)
    {
        int[] costs = new int[source.Lines.Length];
        string fence = "";
        bool isUnderHeading = false;
        for (int index = 0; index < costs.Length; index++)
        {
            SourceLine line = source.Lines[index];
            ReadOnlySpan<char> text = line.TrimmedText(source.Text);
            bool wasInFence = fence.Length > 0;
            fence = NextFence(fence, text, isFirst: index == 0);
            int heading = wasInFence || fence.Length > 0 ? 0 : HeadingLevel(source, index, text);
            costs[index] =
                wasInFence ? (line.Has(LineTraits.AfterBlank) ? BetweenCodeParagraphs : InsideFence) + (line.Indent > 0 ? 300 : 0)
                : isUnderHeading && heading == 0 ? UnderHeading
                : heading > 0 ? (heading - 1) * 80
                : line.Has(LineTraits.AfterBlank) ? (line.Indent > 0 ? ListItem : Paragraph)
                : text[0] == '|' ? InsideTable
                : StartsItem(text) ? ListItem
                : InsideParagraph;

            // A second heading right under the first goes with it: a title and its first section.
            costs[index] += isUnderHeading && heading > 0 ? Paragraph : 0;
            isUnderHeading = heading > 0 || (isUnderHeading && IsUnderline(text));
        }

        return costs;
    }

    /// <summary>What ends the fenced code, or the front matter, that holds behind a line; empty for none.</summary>
    private static string NextFence(string fence, ReadOnlySpan<char> text, bool isFirst)
    {
        if (fence.Length > 0)
        {
            return text.StartsWith(fence) && text.Trim(fence[0]).IsEmpty ? "" : fence;
        }

        if (isFirst && text is "---" or "+++")
        {
            return text.ToString();
        }

        int length = text[0] is '`' or '~' ? text.Length - text.TrimStart(text[0]).Length : 0;
        bool isInline = length > 0 && text[0] == '`' && text[length..].Contains('`');
        return length >= 3 && !isInline ? text[..length].ToString() : "";
    }

    private static int HeadingLevel(SourceLines source, int index, ReadOnlySpan<char> text)
    {
        int marks = text.Length - text.TrimStart('#').Length;
        if (marks is > 0 and <= 6 && source.Lines[index].Indent < 4 && (marks == text.Length || text[marks] is ' ' or '\t'))
        {
            return marks;
        }

        // A line with ===== or ----- under it.
        bool isUnderlined = index + 1 < source.Lines.Length
            && !source.Lines[index + 1].Has(LineTraits.AfterBlank)
            && (index == 0 || source.Lines[index].Has(LineTraits.AfterBlank))
            && !StartsItem(text)
            && text[0] is not ('|' or '>')
            && IsUnderline(source.Lines[index + 1].TrimmedText(source.Text));
        return !isUnderlined ? 0 : source.Lines[index + 1].TrimmedText(source.Text)[0] == '=' ? 1 : 2;
    }

    private static bool IsUnderline(ReadOnlySpan<char> text) => text.Length > 1 && text[0] is '=' or '-' && text.Trim(text[0]).IsEmpty;

    private static bool StartsItem(ReadOnlySpan<char> text) =>
        text is ['-' or '*' or '+', ' ', ..] || (text.TrimStart("0123456789") is ['.' or ')', ' ', ..] && char.IsAsciiDigit(text[0]));
}
