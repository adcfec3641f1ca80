namespace VectorHost.Indexing.Chunking;

/// <summary>What a cut above each line costs: little where a reader would turn the page, much in the middle of a thought.</summary>
/// <remarks>The numbers are on the scale of <see cref="CutPlanner"/>. They were tuned by eye on sources of a dozen languages.</remarks>
internal static class CutCosts
{
    private const int HighestLevel = 5;

    /// <summary>Computes the costs of all lines; that of the first means nothing.</summary>
    public static int[] For(SourceLines source, LanguageSyntax syntax)
    {
        if (syntax.Kind == TextKind.Markdown)
        {
            return MarkdownCutCosts.For(source);
        }

        if (syntax.Kind != TextKind.Prose)
        {
            LineAnalyzer.Analyze(source, syntax);
        }

        int[] costs = new int[source.Lines.Length];
        for (int index = 1; index < costs.Length; index++)
        {
            costs[index] = syntax.Kind switch
            {
                TextKind.Prose => ProseCost(source.Lines[index]),
                TextKind.Data => DataCost(source.Lines[index - 1], source.Lines[index]),
                _ => CodeCost(source.Lines[index - 1], source.Lines[index]),
            };
        }

        return costs;
    }

    private static int ProseCost(in SourceLine below) => below.Has(LineTraits.AfterBlank) ? 150 : 900;

    private static int CodeCost(in SourceLine above, in SourceLine below)
    {
        bool isAfterBlank = below.Has(LineTraits.AfterBlank);
        int level = Math.Min(below.Level, HighestLevel);
        if (above.Has(LineTraits.Leading) && below.Has(LineTraits.Leading) && (!isAfterBlank || below.Has(LineTraits.InsideText)))
        {
            // Inside of one comment: better than between it and what it describes, if it has to be.
            return (isAfterBlank || above.Has(LineTraits.EmptyComment) ? 1_100 : 1_600) + (100 * level);
        }

        int cost =
            below.Has(LineTraits.Definition) ? (100 * level) + (isAfterBlank || above.Has(LineTraits.Closer) ? 0 : 150)
            : level == 0 ? (isAfterBlank ? 150 : 450)
            : 650 + (100 * level) + (isAfterBlank ? 0 : 300);

        if (above.Has(LineTraits.Leading))
        {
            // A blank line may stand between a heading and what follows it.
            cost += isAfterBlank ? 200 : 3_000;
        }

        if (below.Has(LineTraits.InsideText))
        {
            cost += isAfterBlank ? 400 : 800;
        }

        if (below.Has(LineTraits.OpenerAlone))
        {
            cost += 1_500;
        }
        else if (below.Has(LineTraits.Closer))
        {
            cost += 1_200;
        }

        // The first line of a body stays with its header. Lines of a string are indented as they like.
        if (below.Indent > above.Indent && !above.Has(LineTraits.Leading | LineTraits.InsideText))
        {
            cost += 900;
        }

        bool isMidStatement = below.Has(LineTraits.InsideBrackets | LineTraits.Continues) || above.Has(LineTraits.EndsOpen);
        bool isUnterminated = above.Has(LineTraits.Unterminated) && !isAfterBlank;
        return isMidStatement || isUnterminated ? cost + 900 : cost;
    }

    private static int DataCost(in SourceLine above, in SourceLine below)
    {
        bool isAfterBlank = below.Has(LineTraits.AfterBlank);
        int cost = (120 * Math.Min(below.Level, HighestLevel)) + (isAfterBlank ? 0 : 150);
        if (above.Has(LineTraits.Leading) && !isAfterBlank)
        {
            cost += 900;
        }

        if (below.Indent > above.Indent)
        {
            cost += 700;
        }

        return below.Has(LineTraits.Closer | LineTraits.InsideText) ? cost + 700 : cost;
    }
}
