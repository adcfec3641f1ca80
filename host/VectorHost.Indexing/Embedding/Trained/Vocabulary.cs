using System.Numerics;
using System.Text;

namespace VectorHost.Indexing.Embedding.Trained;

/// <summary>The words that a static model knows, numbered by their place in ordinal order of their UTF-8.</summary>
/// <remarks>
/// Words are found by their <see cref="FeatureHash"/> alone: <see cref="TryRead"/> refuses a list in which two share one, and
/// that a word of the text outside of the list shares one with a word inside happens once in 10^14 words.
/// </remarks>
internal sealed class Vocabulary
{
    /// <summary>Ends a word in the block that <see cref="TryRead"/> reads.</summary>
    public const byte Separator = (byte)'\n';

    private readonly ulong[] _hashes;

    /// <summary>Open addressing by hash: the number of a word plus one, or 0; a power of two, at most half full.</summary>
    private readonly int[] _slots;

    private Vocabulary(ulong[] hashes, int[] slots)
    {
        _hashes = hashes;
        _slots = slots;
    }

    /// <summary>How many words there are.</summary>
    public int Count => _hashes.Length;

    /// <summary>Reads the words of a model.</summary>
    /// <param name="block">The words in UTF-8, sorted, each with a <see cref="Separator"/> behind it.</param>
    /// <param name="count">How many there must be.</param>
    /// <returns>The vocabulary; <see langword="null"/> if the words are not that many, not sorted, or not distinct.</returns>
    public static Vocabulary? TryRead(ReadOnlySpan<byte> block, int count)
    {
        ulong[] hashes = new ulong[count];
        int[] slots = new int[(int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(count, 1) * 2)];
        ReadOnlySpan<byte> previous = [];
        for (int number = 0; number < count; number++)
        {
            int length = block.IndexOf(Separator);
            if (length <= 0 || previous.SequenceCompareTo(block[..length]) >= 0)
            {
                return null;
            }

            previous = block[..length];
            block = block[(length + 1)..];
            hashes[number] = Hash(previous);
            ref int slot = ref slots[FindSlot(slots, hashes, hashes[number])];
            if (slot != 0)
            {
                return null;
            }

            slot = number + 1;
        }

        return block.IsEmpty ? new(hashes, slots) : null;
    }

    /// <summary>The number of a word, by its <see cref="FeatureHash"/>.</summary>
    /// <param name="hash">The word's hash.</param>
    /// <returns>The number; -1 for a word that is not listed.</returns>
    public int Find(ulong hash) => _slots[FindSlot(_slots, _hashes, hash)] - 1;

    private static int FindSlot(int[] slots, ulong[] hashes, ulong hash)
    {
        int mask = slots.Length - 1;
        int index = (int)hash & mask;
        while (slots[index] != 0 && hashes[slots[index] - 1] != hash)
        {
            index = (index + 1) & mask;
        }

        return index;
    }

    private static ulong Hash(ReadOnlySpan<byte> word)
    {
        Span<char> buffer = stackalloc char[256];
        return word.Length <= buffer.Length
            ? FeatureHash.OfWord(buffer[..Encoding.UTF8.GetChars(word, buffer)])
            : FeatureHash.OfWord(Encoding.UTF8.GetString(word));
    }
}
