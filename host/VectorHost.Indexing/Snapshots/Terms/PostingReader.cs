using VectorHost.Indexing.Snapshots.Format;

namespace VectorHost.Indexing.Snapshots.Terms;

/// <summary>Reads what <see cref="PostingList"/> wrote.</summary>
/// <param name="bytes">The list.</param>
/// <param name="count">How many postings it holds.</param>
/// <param name="chunkCount">How many chunks there are: no posting names one beyond.</param>
internal ref struct PostingReader(ReadOnlySpan<byte> bytes, int count, int chunkCount)
{
    private SpanReader _reader = new(bytes);
    private int _left = count;

    public int Chunk { get; private set; } = -1;

    public uint Frequency { get; private set; }

    /// <exception cref="SnapshotDamagedException">The list makes no sense.</exception>
    public bool MoveNext()
    {
        if (_left-- <= 0)
        {
            return false;
        }

        uint value = _reader.ReadVarint();
        long chunk = Chunk + 1L + (value >> 1);
        if (chunk >= chunkCount)
        {
            throw new SnapshotDamagedException("a posting names a chunk that does not exist");
        }

        Chunk = (int)chunk;
        Frequency = (value & 1) == 0 ? 1 : _reader.ReadVarint();
        return true;
    }
}
