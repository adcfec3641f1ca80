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
        long[] best = new long[count + 1];
        int[] previous = new int[count + 1];
        for (int end = 1; end <= count; end++)
        {
            int endPosition = PositionOf(lines, end);
            best[end] = long.MaxValue;
            for (int start = end - 1; start >= 0; start--)
            {
                int size = endPosition - PositionOf(lines, start);
                if (size > limit && start < end - 1)
                {
                    break;
                }

                long cost = best[start] + (start == 0 ? 0 : costs[start]) + SizeCost(size, target);
                if (cost < best[end])
                {
                    best[end] = cost;
                    previous[end] = start;
                }
            }
        }

        List<int> starts = [];
        for (int end = count; end > 0; end = previous[end])
        {
            starts.Add(previous[end]);
        }

        return starts;
    }

    /// <summary>Where a line begins; the blank lines at the top belong to the first one, and behind the last is the end.</summary>
    private static int PositionOf(SourceLines lines, int index) =>
        index == 0 ? 0 : index == lines.Lines.Length ? lines.Length : lines.Lines[index].Position;

    private static long SizeCost(int size, int target)
    {
        long deviation = size - target;
        return deviation * deviation * (deviation > 0 ? 2_000 : 1_000) / ((long)target * target);
    }
}
