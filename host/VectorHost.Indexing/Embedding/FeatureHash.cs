namespace VectorHost.Indexing.Embedding;

/// <summary>
/// A 64-bit hash of characters, the same in every process and on every machine: FNV-1a over UTF-16 code units
/// (Fowler, Noll, Vo), its bits then spread by the finaliser of MurmurHash3 (Appleby).
/// </summary>
/// <remarks>Stored vectors depend on every constant here.</remarks>
internal static class FeatureHash
{
    /// <summary>Where the hash of a word starts.</summary>
    public const ulong WordSeed = 0xcbf29ce484222325;

    /// <summary>Where the hash of a character n-gram starts, so that the n-gram <c>get</c> is not the word <c>get</c>.</summary>
    public const ulong GramSeed = 0x9ae16a3b2f90404f;

    private const ulong Prime = 0x100000001b3;

    /// <summary>Takes one more character in; <see cref="Finish"/> the result before use.</summary>
    /// <param name="state">A seed, or the state so far.</param>
    /// <param name="character">The next character.</param>
    public static ulong Add(ulong state, char character) => (state ^ character) * Prime;

    /// <summary>Spreads a state over all 64 bits.</summary>
    /// <param name="state">The state after the last character.</param>
    public static ulong Finish(ulong state)
    {
        state ^= state >> 33;
        state *= 0xff51afd7ed558ccd;
        state ^= state >> 33;
        state *= 0xc4ceb9fe1a85ec53;
        return state ^ (state >> 33);
    }

    /// <summary>The hash of a word.</summary>
    /// <param name="word">Its characters.</param>
    public static ulong OfWord(ReadOnlySpan<char> word)
    {
        ulong state = WordSeed;
        foreach (char c in word)
        {
            state = Add(state, c);
        }

        return Finish(state);
    }
}
