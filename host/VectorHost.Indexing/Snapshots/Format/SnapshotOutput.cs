namespace VectorHost.Indexing.Snapshots.Format;

/// <summary>Writes a snapshot's file front to back, block by block, with their checksums.</summary>
internal sealed class SnapshotOutput : IDisposable
{
    private readonly FileStream _stream;
    private readonly byte[] _block = new byte[SnapshotLayout.BlockSize];
    private readonly List<uint> _checksums = [];
    private readonly List<long> _sectionLengths = [];
    private int _used;
    private long _sectionLength;

    /// <param name="path">The file to write; what is there is replaced.</param>
    public SnapshotOutput(string path)
    {
        _stream = new FileStream(path, FileMode.Create, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        _stream.Position = SnapshotLayout.PreludeSize;
    }

    public long[] SectionLengths => [.. _sectionLengths];

    public void Write(ReadOnlySpan<byte> bytes)
    {
        _sectionLength += bytes.Length;
        while (!bytes.IsEmpty)
        {
            int count = Math.Min(bytes.Length, _block.Length - _used);
            bytes[..count].CopyTo(_block.AsSpan(_used));
            bytes = bytes[count..];
            Use(count);
        }
    }

    /// <summary>Copies a stream from where it is to its end.</summary>
    public void Write(Stream source)
    {
        int count;
        while ((count = source.Read(_block, _used, _block.Length - _used)) > 0)
        {
            _sectionLength += count;
            Use(count);
        }
    }

    /// <summary>Ends the section at hand; the next begins.</summary>
    public void EndSection()
    {
        _sectionLengths.Add(_sectionLength);
        _sectionLength = 0;
    }

    /// <summary>Ends the last block.</summary>
    /// <returns>The checksums of all blocks.</returns>
    public uint[] EndBlocks()
    {
        if (_used > 0)
        {
            FlushBlock();
        }

        return [.. _checksums];
    }

    /// <summary>Describes what was written and puts it all on the disk.</summary>
    public void Complete(SnapshotLayout layout)
    {
        ByteBuffer footer = new();
        layout.WriteFooter(footer);
        Span<byte> prelude = stackalloc byte[SnapshotLayout.PreludeSize];
        SnapshotLayout.WritePrelude(prelude, _stream.Position, footer.Written);
        _stream.Write(footer.Written);
        _stream.Position = 0;
        _stream.Write(prelude);
        _stream.Flush(flushToDisk: true);
    }

    public void Dispose() => _stream.Dispose();

    private void Use(int count)
    {
        _used += count;
        if (_used == _block.Length)
        {
            FlushBlock();
        }
    }

    private void FlushBlock()
    {
        ReadOnlySpan<byte> block = _block.AsSpan(0, _used);
        _checksums.Add(Checksum.Compute(block));
        _stream.Write(block);
        _used = 0;
    }
}
