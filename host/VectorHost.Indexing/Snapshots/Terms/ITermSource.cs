namespace VectorHost.Indexing.Snapshots.Terms;

/// <summary>Terms with their postings, each term once, in the order of the terms' UTF-8 bytes.</summary>
internal interface ITermSource
{
    /// <summary>The term at hand.</summary>
    ReadOnlySpan<byte> Term { get; }

    /// <summary>Goes on to the next term; also before the first.</summary>
    bool MoveNext();

    /// <summary>Adds the postings of the term at hand, under the source's own numbers of chunks; once a term.</summary>
    void CopyPostings(PostingBuffer buffer);
}
