namespace VectorHost.Indexing.Tokens;

/// <summary>A quick hash of words, for tables in memory: nothing that is stored depends on it.</summary>
internal static class WordHash
{
    /// <summary>Where a hash starts.</summary>
    public const ulong Seed = 0x9e3779b97f4a7c15;

    private const ulong Factor = 0xd6e8feb86659fd93;

    /// <summary>Takes one more character or byte in.</summary>
    public static ulong Add(ulong state, uint character) => (state ^ character) * Factor;

    /// <summary>The hash: the upper bits of a product depend on all bits of its factors.</summary>
    public static uint Finish(ulong state) => (uint)((state ^ (state >> 32)) * Factor >> 32);

    /// <summary>The hash of a whole word.</summary>
    public static uint Of(ReadOnlySpan<byte> word)
    {
        ulong state = Seed;
        foreach (byte value in word)
        {
            state = Add(state, value);
        }

        return Finish(state);
    }
}
