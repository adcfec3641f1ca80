using System.Buffers.Binary;
using VectorHost.Indexing.Snapshots.Format;
using VectorHost.Indexing.Tokens;

namespace VectorHost.Indexing.Snapshots.Terms;

/// <summary>Numbers terms in the order in which they first come, from 0 on.</summary>
internal sealed class TermTable
{
    private const int FewestSlots = 1 << 10;

    private readonly ByteBuffer _bytes = new();
    private int[] _ends = new int[FewestSlots / 2];

    /// <summary>Open addressing by hash: the number of a term plus one, or 0; at most half full.</summary>
    private int[] _slots = new int[FewestSlots];

    /// <summary>How many terms there are.</summary>
    public int Count { get; private set; }

    /// <summary>About how much memory this holds: two slots of the table and an end for each term, beside its characters.</summary>
    public long UsedBytes => _bytes.Count + (3L * sizeof(int) * Count);

    /// <summary>The number of a term, which is given to it where it is new.</summary>
    public int NumberOf(ReadOnlySpan<char> token)
    {
        Span<byte> buffer = stackalloc byte[TermText.MaxBytes];
        ReadOnlySpan<byte> term = buffer[..TermText.Encode(token, buffer)];
        ref int slot = ref _slots[FindSlot(term)];
        if (slot > 0)
        {
            return slot - 1;
        }

        slot = ++Count;
        _bytes.WriteBytes(term);
        _ends[Count - 1] = _bytes.Count;
        if (Count == _ends.Length)
        {
            Grow();
        }

        return Count - 1;
    }

    /// <summary>The bytes of a term.</summary>
    public ReadOnlySpan<byte> TextOf(int term) => _bytes.Written[(term == 0 ? 0 : _ends[term - 1]).._ends[term]];

    /// <summary>The numbers of all terms in the order of their bytes.</summary>
    public int[] Sort()
    {
        int[] order = [.. Enumerable.Range(0, Count)];
        ulong[] prefixes = Array.ConvertAll(order, term => PrefixOf(TextOf(term)));
        Array.Sort(prefixes, order);
        Comparison<int> compare = (left, right) => TextOf(left).SequenceCompareTo(TextOf(right));
        int start = 0;
        for (int end = 1; end <= order.Length; end++)
        {
            if (end == order.Length || prefixes[end] != prefixes[start])
            {
                order.AsSpan(start..end).Sort(compare);
                start = end;
            }
        }

        return order;
    }

    /// <summary>Forgets all terms.</summary>
    public void Clear()
    {
        Array.Clear(_slots);
        _bytes.Clear();
        Count = 0;
    }

    /// <summary>The first bytes as a number that sorts as they do: most terms differ in them.</summary>
    private static ulong PrefixOf(ReadOnlySpan<byte> term)
    {
        Span<byte> prefix = stackalloc byte[sizeof(ulong)];
        prefix.Clear();
        term[..Math.Min(term.Length, prefix.Length)].CopyTo(prefix);
        return BinaryPrimitives.ReadUInt64BigEndian(prefix);
    }

    private int FindSlot(ReadOnlySpan<byte> term)
    {
        int mask = _slots.Length - 1;
        int index = (int)WordHash.Of(term) & mask;
        while (_slots[index] > 0 && !TextOf(_slots[index] - 1).SequenceEqual(term))
        {
            index = (index + 1) & mask;
        }

        return index;
    }

    private void Grow()
    {
        Array.Resize(ref _ends, _ends.Length * 2);
        _slots = new int[_slots.Length * 2];
        for (int term = 0; term < Count; term++)
        {
            _slots[FindSlot(TextOf(term))] = term + 1;
        }
    }
}
