namespace VectorHost.Indexing.Repositories;

/// <summary>
/// Counts what is not indexed, by reason. A folder that is not entered counts as one, whatever is in it. Safe to use from
/// many threads.
/// </summary>
/// <param name="tell">Told of each, with its path relative to the root; called by whoever skips it.</param>
public sealed class SkipCounter(Action<string, SkipReason>? tell = null)
{
    private readonly long[] _counts = new long[Enum.GetValues<SkipReason>().Length];

    /// <summary>How many files and folders were skipped, for all reasons together.</summary>
    public long Total
    {
        get
        {
            long total = 0;
            foreach (SkipReason reason in Enum.GetValues<SkipReason>())
            {
                total += this[reason];
            }

            return total;
        }
    }

    /// <summary>How many files and folders were skipped for a reason.</summary>
    /// <param name="reason">The reason.</param>
    public long this[SkipReason reason] => Interlocked.Read(ref _counts[(int)reason]);

    /// <summary>Counts one more.</summary>
    /// <param name="path">What was skipped, relative to the root, with <c>/</c> between its parts.</param>
    /// <param name="reason">Why it was skipped.</param>
    public void Add(string path, SkipReason reason)
    {
        Interlocked.Increment(ref _counts[(int)reason]);
        tell?.Invoke(path, reason);
    }

    /// <summary>The counts that are not 0.</summary>
    public IReadOnlyDictionary<SkipReason, long> ToDictionary()
    {
        Dictionary<SkipReason, long> counts = [];
        foreach (SkipReason reason in Enum.GetValues<SkipReason>())
        {
            if (this[reason] is > 0 and long count)
            {
                counts.Add(reason, count);
            }
        }

        return counts;
    }
}
