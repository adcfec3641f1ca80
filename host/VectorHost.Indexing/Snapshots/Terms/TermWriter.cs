using VectorHost.Indexing.Snapshots.Format;

namespace VectorHost.Indexing.Snapshots.Terms;

/// <summary>
/// Writes terms in order: their posting lists at once, the terms themselves to a temporary file first, since they come
/// after all the lists.
/// </summary>
/// <param name="output">The snapshot's file, at the beginning of <see cref="SnapshotSection.Postings"/>.</param>
/// <param name="temporary">An empty file for the terms.</param>
internal sealed class TermWriter(SnapshotOutput output, FileStream temporary)
{
    private readonly ByteBuffer _postings = new();
    private readonly ByteBuffer _entry = new();
    private readonly ByteBuffer _blocks = new();
    private readonly byte[] _previous = new byte[TermText.MaxBytes];
    private int _previousLength;
    private long _termOffset;
    private long _postingOffset;

    public int Count { get; private set; }

    public void Add(ReadOnlySpan<byte> term, ReadOnlySpan<ulong> postings)
    {
        if (Count % TermBlockRow.TermsPerBlock == 0)
        {
            new TermBlockRow(_termOffset, _postingOffset).Write(_blocks);
            _previousLength = 0;
        }

        _postings.Clear();
        PostingList.Write(_postings, postings);
        output.Write(_postings.Written);

        int shared = term.CommonPrefixLength(_previous.AsSpan(0, _previousLength));
        _entry.Clear();
        _entry.WriteVarint((uint)shared);
        _entry.WriteVarint((uint)(term.Length - shared));
        _entry.WriteBytes(term[shared..]);
        _entry.WriteVarint((uint)postings.Length);
        _entry.WriteVarint((uint)_postings.Count);
        temporary.Write(_entry.Written);

        term.CopyTo(_previous);
        _previousLength = term.Length;
        _termOffset += _entry.Count;
        _postingOffset += _postings.Count;
        Count++;
    }

    /// <summary>Ends the posting lists and writes the sections that follow them.</summary>
    public void Complete()
    {
        output.EndSection();
        temporary.Position = 0;
        output.Write(temporary);
        output.EndSection();
        output.Write(_blocks.Written);
        output.EndSection();
    }
}
