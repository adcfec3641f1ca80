using VectorHost.Indexing.Snapshots.Format;

namespace VectorHost.Indexing.Snapshots.Terms;

/// <summary>Walks through the terms of a snapshot in the order of their UTF-8 bytes.</summary>
/// <remarks>
/// A term is stored as the number of bytes that it shares with the term before it (none for the first of a block), the
/// rest after its length, the number of its postings, and their length in bytes.
/// </remarks>
/// <param name="file">The snapshot's file.</param>
internal sealed class TermCursor(VerifiedFile file)
{
    /// <summary>The longest term and the numbers around it.</summary>
    private const int LongestEntry = TermText.MaxBytes + (4 * 5);

    private readonly byte[] _term = new byte[TermText.MaxBytes];
    private int _length;
    private int _number = -1;
    private long _next;
    private long _postingOffset;
    private int _postingLength;

    public ReadOnlySpan<byte> Term => _term.AsSpan(0, _length);

    /// <summary>How many chunks hold the term.</summary>
    public int ChunkCount { get; private set; }

    public PostingReader Postings => new(
        file.Read(SnapshotSection.Postings, _postingOffset, _postingLength), ChunkCount, file.Layout.ChunkCount);

    /// <summary>Reads all postings of the term at once.</summary>
    /// <param name="chunks">Where the chunks go: <see cref="ChunkCount"/> of them.</param>
    /// <param name="frequencies">Where their frequencies go, as many.</param>
    /// <exception cref="SnapshotDamagedException">The postings cannot be read.</exception>
    public void ReadPostings(Span<int> chunks, Span<uint> frequencies) => PostingList.Read(
        file.Read(SnapshotSection.Postings, _postingOffset, _postingLength), file.Layout.ChunkCount, chunks, frequencies);

    /// <summary>Goes on to the next term.</summary>
    /// <exception cref="SnapshotDamagedException">The term cannot be read.</exception>
    public bool MoveNext()
    {
        if (_number + 1 >= file.Layout.TermCount)
        {
            return false;
        }

        _number++;
        long left = file.Layout.LengthOf(SnapshotSection.Terms) - _next;
        SpanReader reader = new(file.Read(SnapshotSection.Terms, _next, (int)Math.Min(left, LongestEntry)));
        int shared = reader.ReadLength();
        ReadOnlySpan<byte> rest = reader.ReadBytes(reader.ReadLength());
        if (shared > _length || rest.Length > _term.Length - shared)
        {
            throw new SnapshotDamagedException("a term is too long");
        }

        rest.CopyTo(_term.AsSpan(shared));
        _length = shared + rest.Length;
        _postingOffset += _postingLength;
        ChunkCount = reader.ReadLength();
        _postingLength = reader.ReadLength();
        _next += reader.Position;
        return ChunkCount <= file.Layout.ChunkCount
            ? true
            : throw new SnapshotDamagedException("a term stands in more chunks than there are");
    }

    /// <summary>Goes to a term.</summary>
    /// <returns><see langword="false"/> when there is no such term; the cursor is then somewhere else.</returns>
    /// <exception cref="SnapshotDamagedException">The terms cannot be read.</exception>
    public bool MoveTo(ReadOnlySpan<byte> term)
    {
        if (!MoveToBlock(term))
        {
            return false;
        }

        int comparison = Term.SequenceCompareTo(term);
        for (int i = 1; comparison < 0 && i < TermBlockRow.TermsPerBlock && MoveNext(); i++)
        {
            comparison = Term.SequenceCompareTo(term);
        }

        return comparison == 0;
    }

    /// <summary>Goes to the first term of the last block that does not begin after the term.</summary>
    private bool MoveToBlock(ReadOnlySpan<byte> term)
    {
        int low = 0;
        int high = (int)(file.Layout.LengthOf(SnapshotSection.TermBlocks) / TermBlockRow.Size) - 1;
        while (low <= high)
        {
            int middle = low + ((high - low) / 2);
            MoveToStartOf(middle);
            int comparison = Term.SequenceCompareTo(term);
            if (comparison == 0)
            {
                return true;
            }

            if (comparison < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }

        if (high >= 0)
        {
            MoveToStartOf(high);
        }

        return high >= 0;
    }

    private void MoveToStartOf(int block)
    {
        TermBlockRow row = TermBlockRow.Read(
            file.Read(SnapshotSection.TermBlocks, (long)block * TermBlockRow.Size, TermBlockRow.Size));
        _number = (block * TermBlockRow.TermsPerBlock) - 1;
        _next = row.TermOffset;
        _length = 0;
        _postingOffset = row.PostingOffset;
        _postingLength = 0;
        MoveNext();
    }
}
