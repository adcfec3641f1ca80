namespace VectorHost.Indexing.Chunking;

/// <summary>
/// Chooses where to cut: of all ways to cut a file into chunks, the one with the smallest sum of what the cuts cost and of
/// what the chunks' sizes cost. A dynamic programme over the lines, with a window of one chunk's length.
/// </summary>
/// <remarks>
/// Costs are whole numbers, so that the same file is cut in the same way on every machine. 1,000 is the cost of a chunk of
/// no size at all; a chunk of the target's size costs nothing, one of half or one and a half times that size 250 or 500.
/// </remarks>
internal static class CutPlanner
{
    /// <summary>Plans the cuts.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="costs">For each line the cost of a cut above it; that of the first is not read.</param>
    /// <param name="target">The wanted size of a chunk in characters.</param>
    /// <param name="limit">The largest size of a chunk of more than one line.</param>
    /// <returns>The indexes of the lines that begin a chunk, in falling order; the last one is 0.</returns>
    public static List<int> Plan(SourceLines lines, ReadOnlySpan<int> costs, int target, int limit)
    {
        int count = lines.Lines.Length;
        int[] positions = Positions(lines);
        ReadOnlySpan<long> sizeCosts = SizeCosts.For(target, limit).Costs;

        // The cheapest way to cut what is above a line, with the cut above that line.
        long[] best = new long[count + 1];
        int[] previous = new int[count + 1];
        for (int end = 1; end <= count; end++)
        {
            // The last line is taken whatever its size.
            int start = end - 1;
            int size = positions[end] - positions[start];
            long lowest = best[start] + SizeCosts.Of(size, target);
            int cheapest = start;
            while (--start >= 0 && (size = positions[end] - positions[start]) <= limit)
            {
                long cost = best[start] + sizeCosts[size];
                if (cost < lowest)
                {
                    lowest = cost;
                    cheapest = start;
                }
            }

            previous[end] = cheapest;
            best[end] = lowest + (end < count ? costs[end] : 0);
        }

        List<int> starts = [];
        for (int end = count; end > 0; end = previous[end])
        {
            starts.Add(previous[end]);
        }

        return starts;
    }

    /// <summary>Where each line begins; the blank lines at the top belong to the first one, and behind the last is the end.</summary>
    private static int[] Positions(SourceLines lines)
    {
        int[] positions = new int[lines.Lines.Length + 1];
        for (int index = 1; index < lines.Lines.Length; index++)
        {
            positions[index] = lines.Lines[index].Position;
        }

        positions[^1] = lines.Length;
        return positions;
    }
}
