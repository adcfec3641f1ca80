namespace VectorHost.Indexing.Snapshots.Terms;

/// <summary>
/// Merges sources into one sequence of terms, in order, each with its postings under the final numbers of the chunks,
/// in the order of those numbers.
/// </summary>
internal sealed class TermMerge
{
    private static readonly Comparer<Input> ByTerm = Comparer<Input>.Create(
        (left, right) => left.Source.Term.SequenceCompareTo(right.Source.Term));

    private readonly PriorityQueue<Input, Input> _inputs = new(ByTerm);
    private readonly byte[] _term = new byte[TermText.MaxBytes];
    private int _length;

    public ReadOnlySpan<byte> Term => _term.AsSpan(0, _length);

    public PostingBuffer Postings { get; } = new();

    /// <param name="source">A source, before its first term.</param>
    /// <param name="numbers">
    /// The final number of each of its chunks, below 0 for those that are left out; <see langword="null"/> where its numbers are
    /// the final ones.
    /// </param>
    public void Add(ITermSource source, int[]? numbers) => Enqueue(new Input(source, numbers));

    /// <summary>Goes on to the next term that has postings.</summary>
    public bool MoveNext()
    {
        Postings.Clear();
        while (Postings.Count == 0 && _inputs.TryPeek(out Input? first, out _))
        {
            _length = first.Source.Term.Length;
            first.Source.Term.CopyTo(_term);
            TakeTerm();
        }

        Postings.Sort();
        return Postings.Count > 0;
    }

    private void TakeTerm()
    {
        while (_inputs.TryPeek(out Input? input, out _) && input.Source.Term.SequenceEqual(Term))
        {
            _inputs.Dequeue();
            int start = Postings.Count;
            input.Source.CopyPostings(Postings);
            if (input.Numbers is not null)
            {
                Postings.Renumber(start, input.Numbers);
            }

            Enqueue(input);
        }
    }

    private void Enqueue(Input input)
    {
        if (input.Source.MoveNext())
        {
            _inputs.Enqueue(input, input);
        }
    }

    private sealed record Input(ITermSource Source, int[]? Numbers);
}
