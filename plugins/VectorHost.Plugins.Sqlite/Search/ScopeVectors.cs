namespace VectorHost.Plugins.Sqlite.Search;

/// <summary>The vectors of one repository as of one generation, in memory; not changed once they are there.</summary>
/// <remarks>
/// The memory may be other than the garbage collector's, so whoever reads holds it: it is freed when the last holder
/// releases it. Whoever makes it is the first holder.
/// </remarks>
/// <param name="scope">Whose vectors these are, and of when.</param>
internal abstract class ScopeVectors(SearchScope scope)
{
    private int _holders = 1;

    /// <summary>Whose vectors these are, and of when.</summary>
    public SearchScope Scope { get; } = scope;

    /// <summary>How many vectors there are.</summary>
    public abstract int Count { get; }

    /// <summary>Offers every vector that may be among the best.</summary>
    public abstract void Score(QueryVector query, TopCandidates top, CancellationToken cancellationToken);

    /// <summary>Offers those of some rows that may be among the best.</summary>
    /// <returns>False where a row has no vector.</returns>
    public abstract bool TryScore(QueryVector query, IReadOnlyList<long> rowIds, TopCandidates top, CancellationToken cancellationToken);

    /// <summary>Becomes one more holder, to release once.</summary>
    /// <returns>False where the memory was freed.</returns>
    public bool TryHold()
    {
        int holders = Volatile.Read(ref _holders);
        while (holders > 0)
        {
            int found = Interlocked.CompareExchange(ref _holders, holders + 1, holders);
            if (found == holders)
            {
                return true;
            }

            holders = found;
        }

        return false;
    }

    /// <summary>Lets go of it.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _holders) == 0)
        {
            Free();
        }
    }

    /// <summary>Frees the memory: nobody reads it any more.</summary>
    protected virtual void Free()
    {
    }
}
