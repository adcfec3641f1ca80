using System.Runtime.InteropServices;
using VectorHost.Indexing.Tokens;

namespace VectorHost.Indexing.Snapshots.Terms;

/// <summary>Collects the terms of chunks in memory.</summary>
/// <remarks>
/// All postings lie in one array; those of one term are chained from the last to the first. A token thus costs one
/// look-up, whatever its term.
/// </remarks>
internal sealed class TermAccumulator
{
    /// <summary>What a term costs beside its characters: an entry of the dictionary, a string, a chain.</summary>
    private const int TermOverhead = 80;

    private const int PostingBytes = 3 * sizeof(int);

    private readonly Dictionary<string, int> _terms = [];
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly List<Chain> _chains = [];
    private Posting[] _postings = new Posting[1024];
    private int _postingCount;
    private long _termBytes;

    public TermAccumulator() => _lookup = _terms.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>About how much memory this holds.</summary>
    public long UsedBytes => ((long)_postingCount * PostingBytes) + _termBytes;

    public bool IsEmpty => _postingCount == 0;

    /// <summary>Adds the terms of a text to a chunk. The texts of one chunk come one after the other.</summary>
    /// <param name="chunk">The chunk's number.</param>
    /// <param name="text">The text.</param>
    /// <param name="weight">How often each token counts.</param>
    /// <returns>How many tokens that were, as they count.</returns>
    public int Add(int chunk, ReadOnlySpan<char> text, int weight = 1)
    {
        int count = 0;
        foreach (Token token in new CodeTokenizer(text, stackalloc char[CodeTokenizer.MaxTokenLength]))
        {
            AddToken(chunk, token.Text, (uint)weight);
            count += weight;
        }

        return count;
    }

    public void Clear()
    {
        _terms.Clear();
        _chains.Clear();
        _postingCount = 0;
        _termBytes = 0;
    }

    /// <summary>The terms collected so far, to be read before more are added.</summary>
    public ITermSource ToSource() => new Source(this);

    private void AddToken(int chunk, ReadOnlySpan<char> token, uint frequency)
    {
        if (!_lookup.TryGetValue(token, out int term))
        {
            term = _chains.Count;
            _lookup[token] = term;
            _chains.Add(new Chain(Last: -1, Count: 0));
            _termBytes += TermOverhead + (token.Length * sizeof(char));
        }

        Chain chain = _chains[term];
        if (chain.Last >= 0 && _postings[chain.Last].Chunk == chunk)
        {
            _postings[chain.Last].Frequency += frequency;
            return;
        }

        if (_postingCount == _postings.Length)
        {
            Array.Resize(ref _postings, (int)Math.Min(Array.MaxLength, 2L * _postings.Length));
        }

        _postings[_postingCount] = new Posting { Chunk = chunk, Frequency = frequency, Previous = chain.Last };
        _chains[term] = new Chain(_postingCount++, chain.Count + 1);
    }

    [StructLayout(LayoutKind.Auto)]
    private struct Posting
    {
        public int Chunk;
        public uint Frequency;
        public int Previous;
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Chain(int Last, int Count);

    private sealed class Source : ITermSource
    {
        private readonly TermAccumulator _accumulator;
        private readonly KeyValuePair<byte[], int>[] _terms;
        private int _next = -1;

        public Source(TermAccumulator accumulator)
        {
            _accumulator = accumulator;
            _terms = [.. accumulator._terms.Select(term => KeyValuePair.Create(TermText.Encode(term.Key), term.Value))];
            Array.Sort(_terms, (left, right) => left.Key.AsSpan().SequenceCompareTo(right.Key));
        }

        public ReadOnlySpan<byte> Term => _terms[_next].Key;

        public bool MoveNext() => ++_next < _terms.Length;

        public void CopyPostings(PostingBuffer buffer)
        {
            Chain chain = _accumulator._chains[_terms[_next].Value];
            Span<ulong> copies = buffer.Append(chain.Count);
            int at = chain.Last;
            for (int i = copies.Length - 1; i >= 0; i--)
            {
                Posting posting = _accumulator._postings[at];
                copies[i] = PostingBuffer.Pack(posting.Chunk, posting.Frequency);
                at = posting.Previous;
            }
        }
    }
}
