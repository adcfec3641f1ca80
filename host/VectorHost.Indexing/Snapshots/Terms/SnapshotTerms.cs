using VectorHost.Indexing.Snapshots.Format;

namespace VectorHost.Indexing.Snapshots.Terms;

/// <summary>The terms of an earlier snapshot.</summary>
/// <param name="file">The snapshot's file, on which the caller holds a lease.</param>
internal sealed class SnapshotTerms(VerifiedFile file) : ITermSource
{
    private readonly TermCursor _cursor = new(file);

    public ReadOnlySpan<byte> Term => _cursor.Term;

    public bool MoveNext() => _cursor.MoveNext();

    public void CopyPostings(PostingBuffer buffer)
    {
        PostingReader postings = _cursor.Postings;
        while (postings.MoveNext())
        {
            buffer.Append(1)[0] = PostingBuffer.Pack(postings.Chunk, postings.Frequency);
        }
    }
}
