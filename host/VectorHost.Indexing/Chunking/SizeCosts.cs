namespace VectorHost.Indexing.Chunking;

/// <summary>What chunks cost for their sizes, computed once for each target: the planner asks for every possible chunk.</summary>
internal sealed class SizeCosts
{
    private static SizeCosts? s_last;

    private readonly int _target;
    private readonly long[] _costs;

    private SizeCosts(int target, int limit)
    {
        _target = target;
        _costs = new long[limit + 1];
        for (int size = 0; size <= limit; size++)
        {
            _costs[size] = Of(size, target);
        }
    }

    /// <summary>The costs of the sizes from 0 to the limit.</summary>
    public ReadOnlySpan<long> Costs => _costs;

    /// <summary>The costs for a target; those of the last target are at hand.</summary>
    public static SizeCosts For(int target, int limit)
    {
        SizeCosts? last = Volatile.Read(ref s_last);
        if (last is null || last._target != target || last._costs.Length <= limit)
        {
            last = new SizeCosts(target, limit);
            Volatile.Write(ref s_last, last);
        }

        return last;
    }

    /// <summary>The cost of any size.</summary>
    public static long Of(int size, int target)
    {
        long deviation = size - target;
        return deviation * deviation * (deviation > 0 ? 2_000 : 1_000) / ((long)target * target);
    }
}
