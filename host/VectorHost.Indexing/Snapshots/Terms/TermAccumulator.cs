using VectorHost.Indexing.Tokens;

namespace VectorHost.Indexing.Snapshots.Terms;

/// <summary>Collects the terms of chunks in memory.</summary>
/// <remarks>
/// Postings lie in one array in the order of their chunks, as they come. They are put in the order of their terms all at
/// once, in the end: how many each term has is known by then, and so where each belongs.
/// </remarks>
internal sealed class TermAccumulator
{
    /// <summary>What a term costs beside its place in the table: its counts, and its places in the end.</summary>
    private const int TermBytes = 5 * sizeof(int);

    /// <summary>What a posting costs: in the order of the chunks, and again in that of the terms.</summary>
    private const int PostingBytes = 2 * sizeof(ulong);

    private readonly TermTable _terms = new();
    private readonly WordCounter _words;
    private readonly WordNumbers _wordTerms;
    private readonly List<int> _chunkEnds = [];

    /// <summary>The postings chunk by chunk, each with its term in the place of the chunk.</summary>
    private readonly PostingBuffer _postings = new();

    /// <summary>The same term by term, where they are asked for: as large as the other, and so kept for the next time.</summary>
    private readonly PostingBuffer _sorted = new();

    /// <summary>How many chunks hold a term.</summary>
    private int[] _chunkCounts = new int[1024];

    /// <summary>How often the chunk at hand holds a term.</summary>
    private uint[] _frequencies = new uint[1024];

    /// <summary>The terms of the chunk at hand.</summary>
    private int[] _found = new int[1024];
    private int _foundCount;
    private int _firstChunk;

    /// <param name="words">What counts the words of the texts whose terms are added.</param>
    public TermAccumulator(WordCounter words)
    {
        _words = words;
        _wordTerms = new WordNumbers(words, ReadWord);
    }

    /// <summary>About how much memory this holds.</summary>
    public long UsedBytes => ((long)_postings.Count * PostingBytes) + ((long)_terms.Count * TermBytes) + _terms.UsedBytes;

    /// <summary>Adds the terms of the text whose words were counted last to the chunk at hand.</summary>
    /// <param name="weight">How often each token counts.</param>
    /// <returns>How many tokens there are, as they count.</returns>
    public int AddCounted(int weight = 1)
    {
        int total = 0;
        foreach (int word in _words.Words)
        {
            int count = _words.CountOf(word) * weight;
            ReadOnlySpan<int> terms = _wordTerms.Of(word);
            total += count * terms.Length;
            foreach (int term in terms)
            {
                if (_frequencies[term] == 0)
                {
                    _found[_foundCount++] = term;
                }

                _frequencies[term] += (uint)count;
            }
        }

        return total;
    }

    /// <summary>Ends the chunk at hand. Chunks come in the order of their numbers.</summary>
    public void EndChunk()
    {
        Span<ulong> postings = _postings.Append(_foundCount);
        for (int i = 0; i < postings.Length; i++)
        {
            int term = _found[i];
            postings[i] = PostingBuffer.Pack(term, _frequencies[term]);
            _chunkCounts[term]++;
            _frequencies[term] = 0;
        }

        _chunkEnds.Add(_postings.Count);
        _foundCount = 0;
    }

    /// <summary>Forgets the terms of the chunks that have ended; further ones have the numbers that follow.</summary>
    public void Clear()
    {
        _firstChunk += _chunkEnds.Count;
        Array.Clear(_chunkCounts);
        _chunkEnds.Clear();
        _postings.Clear();
        _wordTerms.Clear();
        _terms.Clear();
    }

    /// <summary>The terms of the chunks that have ended, to be read before more are added.</summary>
    /// <param name="numbers">The number that each chunk is to have, where that is not its own.</param>
    public ITermSource ToSource(int[]? numbers = null)
    {
        int[] chunks = [.. Enumerable.Range(0, _chunkEnds.Count)];
        int[] chunkNumbers = numbers is null
            ? [.. Enumerable.Range(_firstChunk, _chunkEnds.Count)]
            : numbers[_firstChunk..(_firstChunk + _chunkEnds.Count)];
        Array.Sort(chunkNumbers, chunks);

        _sorted.Clear();
        int[] order = _terms.Sort();
        int[] places = new int[order.Length];
        int next = 0;
        foreach (int term in order)
        {
            places[term] = next;
            next += _chunkCounts[term];
        }

        Span<ulong> sorted = _sorted.Append(next);
        for (int i = 0; i < chunks.Length; i++)
        {
            foreach (ulong posting in PostingsOf(chunks[i]))
            {
                sorted[places[PostingBuffer.ChunkOf(posting)]++] = PostingBuffer.Pack(chunkNumbers[i], PostingBuffer.FrequencyOf(posting));
            }
        }

        // Each place is now where the next term's postings begin.
        return new Source(_terms, order, places, _sorted);
    }

    private ReadOnlySpan<ulong> PostingsOf(int chunk)
    {
        int start = chunk == 0 ? 0 : _chunkEnds[chunk - 1];
        return _postings.Postings[start.._chunkEnds[chunk]];
    }

    private void ReadWord(ReadOnlySpan<char> word, List<int> terms)
    {
        foreach (Token token in new CodeTokenizer(word, stackalloc char[CodeTokenizer.MaxTokenLength]))
        {
            terms.Add(_terms.NumberOf(token.Text));
        }

        if (_terms.Count > _chunkCounts.Length)
        {
            int size = Math.Max(_terms.Count, _chunkCounts.Length * 2);
            Array.Resize(ref _chunkCounts, size);
            Array.Resize(ref _frequencies, size);
            Array.Resize(ref _found, size);
        }
    }

    private sealed class Source(TermTable terms, int[] order, int[] ends, PostingBuffer postings) : ITermSource
    {
        private int _next = -1;
        private int _start;
        private int _end;

        public ReadOnlySpan<byte> Term => terms.TextOf(order[_next]);

        public bool MoveNext()
        {
            if (++_next == order.Length)
            {
                return false;
            }

            _start = _end;
            _end = ends[order[_next]];
            return true;
        }

        public void CopyPostings(PostingBuffer buffer) =>
            postings.Postings[_start.._end].CopyTo(buffer.Append(_end - _start));
    }
}
