namespace VectorHost.Indexing.Snapshots.Format;

/// <summary>
/// A snapshot's file of which every byte is checked against its block's checksum before it is first used.
/// </summary>
/// <remarks>Threads may read at once: at worst a block is checked twice.</remarks>
/// <param name="file">The file, which this disposes.</param>
/// <param name="layout">Where its sections lie.</param>
internal sealed class VerifiedFile(MappedFile file, SnapshotLayout layout) : IDisposable
{
    private readonly bool[] _verified = new bool[layout.BlockChecksums.Length];

    public SnapshotLayout Layout { get; } = layout;

    public MappedFile.Lease Hold() => file.Hold();

    /// <summary>Reads a part of a section; valid while a lease is held.</summary>
    /// <exception cref="SnapshotDamagedException">The part is not within the section, or damaged.</exception>
    public ReadOnlySpan<byte> Read(SnapshotSection section, long start, int length)
    {
        if (start < 0 || length < 0 || start > Layout.LengthOf(section) - length)
        {
            throw new SnapshotDamagedException("an entry points outside of its table");
        }

        long offset = Layout.OffsetOf(section) + start;
        Verify(offset, length);
        return file.Slice(offset, length);
    }

    /// <summary>Reads a whole section, of at most 2 GiB.</summary>
    public ReadOnlySpan<byte> ReadAll(SnapshotSection section)
    {
        long length = Layout.LengthOf(section);
        return length <= int.MaxValue
            ? Read(section, 0, (int)length)
            : throw new SnapshotDamagedException("a table is too large");
    }

    /// <summary>Checks a whole section, of any size.</summary>
    public void Verify(SnapshotSection section) => Verify(Layout.OffsetOf(section), Layout.LengthOf(section));

    public void Dispose() => file.Dispose();

    private void Verify(long offset, long length)
    {
        if (length == 0)
        {
            return;
        }

        int last = (int)((offset + length - 1 - SnapshotLayout.PreludeSize) / SnapshotLayout.BlockSize);
        for (int block = (int)((offset - SnapshotLayout.PreludeSize) / SnapshotLayout.BlockSize); block <= last; block++)
        {
            if (!_verified[block])
            {
                VerifyBlock(block);
            }
        }
    }

    private void VerifyBlock(int block)
    {
        long start = SnapshotLayout.PreludeSize + ((long)block * SnapshotLayout.BlockSize);
        long end = Layout.OffsetOf(SnapshotSection.TermBlocks) + Layout.LengthOf(SnapshotSection.TermBlocks);
        ReadOnlySpan<byte> bytes = file.Slice(start, (int)Math.Min(SnapshotLayout.BlockSize, end - start));
        if (Checksum.Compute(bytes) != Layout.BlockChecksums[block])
        {
            throw new SnapshotDamagedException($"the bytes from {start} on do not match their checksum");
        }

        _verified[block] = true;
    }
}
