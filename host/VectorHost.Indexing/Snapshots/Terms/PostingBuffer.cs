namespace VectorHost.Indexing.Snapshots.Terms;

/// <summary>The postings of one term: which chunks hold it, and how often. A posting is chunk * 2^32 + frequency.</summary>
internal sealed class PostingBuffer
{
    private ulong[] _postings = new ulong[256];

    public int Count { get; private set; }

    public ReadOnlySpan<ulong> Postings => _postings.AsSpan(0, Count);

    public static ulong Pack(int chunk, uint frequency) => ((ulong)(uint)chunk << 32) | frequency;

    public static int ChunkOf(ulong posting) => (int)(posting >> 32);

    public static uint FrequencyOf(ulong posting) => (uint)posting;

    public void Clear() => Count = 0;

    public Span<ulong> Append(int count)
    {
        if (_postings.Length - Count < count)
        {
            Array.Resize(ref _postings, Math.Max(checked(Count + count), (int)Math.Min(Array.MaxLength, 2L * _postings.Length)));
        }

        Span<ulong> appended = _postings.AsSpan(Count, count);
        Count += count;
        return appended;
    }

    /// <summary>Gives the chunks of the postings from <paramref name="start"/> on other numbers.</summary>
    /// <param name="start">The first posting to change.</param>
    /// <param name="numbers">The new number of each chunk; below 0 drops its posting.</param>
    public void Renumber(int start, ReadOnlySpan<int> numbers)
    {
        int kept = start;
        foreach (ulong posting in _postings.AsSpan(start, Count - start))
        {
            int number = numbers[ChunkOf(posting)];
            if (number >= 0)
            {
                _postings[kept++] = Pack(number, FrequencyOf(posting));
            }
        }

        Count = kept;
    }

    /// <summary>Puts the postings in the order of their chunks, in which they mostly are already.</summary>
    public void Sort()
    {
        Span<ulong> postings = _postings.AsSpan(0, Count);
        for (int i = 1; i < postings.Length; i++)
        {
            if (postings[i - 1] > postings[i])
            {
                postings.Sort();
                return;
            }
        }
    }
}
