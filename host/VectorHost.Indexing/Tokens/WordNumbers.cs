using System.Runtime.InteropServices;

namespace VectorHost.Indexing.Tokens;

/// <summary>Keeps the numbers that its user makes of each word of a <see cref="WordCounter"/>.</summary>
/// <param name="counter">The counter.</param>
/// <param name="read">Makes the numbers of a word.</param>
internal sealed class WordNumbers(WordCounter counter, WordReader read)
{
    private readonly List<int> _numbers = [];
    private Range[] _ranges = new Range[1024];
    private int _generation = counter.Generation;

    /// <summary>The numbers of a word.</summary>
    public ReadOnlySpan<int> Of(int word)
    {
        if (_generation != counter.Generation)
        {
            Clear();
        }

        if (word >= _ranges.Length)
        {
            Array.Resize(ref _ranges, Math.Max(word + 1, _ranges.Length * 2));
        }

        ref Range range = ref _ranges[word];
        if (!range.IsRead)
        {
            int first = _numbers.Count;
            read(counter.TextOf(word), _numbers);
            range = new Range(first, _numbers.Count - first, IsRead: true);
        }

        return CollectionsMarshal.AsSpan(_numbers).Slice(range.First, range.Count);
    }

    /// <summary>Forgets all numbers: what they mean has changed.</summary>
    public void Clear()
    {
        _generation = counter.Generation;
        _numbers.Clear();
        Array.Clear(_ranges);
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Range(int First, int Count, bool IsRead);
}
