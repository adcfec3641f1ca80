using System.Buffers.Binary;
using VectorHost.Indexing.Tokens;

namespace VectorHost.Indexing.Snapshots.Format;

/// <summary>
/// Where everything lies in a snapshot's file. The file is a prelude of fixed size, the sections, and a footer that
/// describes them.
/// </summary>
/// <remarks>
/// <para>The prelude, little-endian: magic (8 bytes), format version (4), zero (4), offset of the footer (8), its length (4),
/// its checksum (4), zeros, and in its last 4 bytes the checksum of all before.</para>
/// <para>The footer: tokenizer version, repository, revision, embedder, chunker, start of the run, counts, the length of each
/// section, and a checksum for each block of <see cref="BlockSize"/> bytes between prelude and footer.</para>
/// </remarks>
internal sealed class SnapshotLayout
{
    /// <summary>Changes whenever a byte of the format, or what goes into it, changes its meaning.</summary>
    public const int FormatVersion = 1;

    public const int PreludeSize = 64;
    public const int BlockSize = 64 * 1024;
    private const int SectionCount = (int)SnapshotSection.TermBlocks + 1;

    public required SnapshotHeader Header { get; init; }

    public required int FileCount { get; init; }

    public required int ChunkCount { get; init; }

    public required int TermCount { get; init; }

    /// <summary>The sum of all chunks' lengths in tokens.</summary>
    public required long TokenCount { get; init; }

    public required long[] SectionLengths { get; init; }

    public required uint[] BlockChecksums { get; init; }

    private static ReadOnlySpan<byte> Magic => "VHSNAP\r\n"u8;

    public long OffsetOf(SnapshotSection section)
    {
        long offset = PreludeSize;
        for (int i = 0; i < (int)section; i++)
        {
            offset += SectionLengths[i];
        }

        return offset;
    }

    public long LengthOf(SnapshotSection section) => SectionLengths[(int)section];

    public void WriteFooter(ByteBuffer footer)
    {
        footer.WriteString(CodeTokenizer.Version);
        footer.WriteString(Header.Repository);
        Header.Revision.TryWriteBytes(footer.Append(16), bigEndian: true, out _);
        footer.WriteString(Header.Embedder);
        footer.WriteString(Header.Chunker);
        footer.WriteInt64(Header.StartedAt.UtcTicks);
        footer.WriteInt32(FileCount);
        footer.WriteInt32(ChunkCount);
        footer.WriteInt32(TermCount);
        footer.WriteInt64(TokenCount);
        foreach (long length in SectionLengths)
        {
            footer.WriteInt64(length);
        }

        foreach (uint checksum in BlockChecksums)
        {
            footer.WriteUInt32(checksum);
        }
    }

    public static void WritePrelude(Span<byte> prelude, long footerOffset, ReadOnlySpan<byte> footer)
    {
        prelude.Clear();
        Magic.CopyTo(prelude);
        BinaryPrimitives.WriteInt32LittleEndian(prelude[8..], FormatVersion);
        BinaryPrimitives.WriteInt64LittleEndian(prelude[16..], footerOffset);
        BinaryPrimitives.WriteInt32LittleEndian(prelude[24..], footer.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(prelude[28..], Checksum.Compute(footer));
        BinaryPrimitives.WriteUInt32LittleEndian(prelude[^4..], Checksum.Compute(prelude[..^4]));
    }

    /// <exception cref="SnapshotDamagedException">The file is not a snapshot of this version, or is damaged.</exception>
    public static SnapshotLayout Read(MappedFile file)
    {
        ReadOnlySpan<byte> prelude = file.Slice(0, (int)Math.Min(file.Length, PreludeSize));
        if (prelude.Length < PreludeSize || !prelude.StartsWith(Magic))
        {
            throw new SnapshotDamagedException("the file does not begin as a snapshot does");
        }

        int version = BinaryPrimitives.ReadInt32LittleEndian(prelude[8..]);
        if (version != FormatVersion)
        {
            throw new SnapshotDamagedException($"it has format {version}, and this version of VectorHost uses format {FormatVersion}");
        }

        long offset = BinaryPrimitives.ReadInt64LittleEndian(prelude[16..]);
        int length = BinaryPrimitives.ReadInt32LittleEndian(prelude[24..]);
        if (Checksum.Compute(prelude[..^4]) != BinaryPrimitives.ReadUInt32LittleEndian(prelude[^4..]))
        {
            throw new SnapshotDamagedException("its first bytes do not match their checksum");
        }

        if (offset < PreludeSize || length < 0 || offset != file.Length - length)
        {
            throw new SnapshotDamagedException("the file does not have the length that it says");
        }

        ReadOnlySpan<byte> footer = file.Slice(offset, length);
        if (Checksum.Compute(footer) != BinaryPrimitives.ReadUInt32LittleEndian(prelude[28..]))
        {
            throw new SnapshotDamagedException("its description does not match its checksum");
        }

        return ReadFooter(new SpanReader(footer), offset - PreludeSize);
    }

    private static SnapshotLayout ReadFooter(SpanReader footer, long payload)
    {
        string tokenizer = footer.ReadString();
        if (tokenizer != CodeTokenizer.Version)
        {
            throw new SnapshotDamagedException(
                $"its terms were made by version {tokenizer} of the tokenizer, and this version of VectorHost uses {CodeTokenizer.Version}");
        }

        SnapshotHeader header = new()
        {
            Repository = footer.ReadString(),
            Revision = new Guid(footer.ReadBytes(16), bigEndian: true),
            Embedder = footer.ReadString(),
            Chunker = footer.ReadString(),
            StartedAt = ReadTime(footer.ReadInt64()),
        };
        SnapshotLayout layout = new()
        {
            Header = header,
            FileCount = footer.ReadInt32(),
            ChunkCount = footer.ReadInt32(),
            TermCount = footer.ReadInt32(),
            TokenCount = footer.ReadInt64(),
            SectionLengths = new long[SectionCount],
            BlockChecksums = new uint[(payload + BlockSize - 1) / BlockSize],
        };
        for (int i = 0; i < layout.SectionLengths.Length; i++)
        {
            layout.SectionLengths[i] = footer.ReadInt64();
        }

        for (int i = 0; i < layout.BlockChecksums.Length; i++)
        {
            layout.BlockChecksums[i] = footer.ReadUInt32();
        }

        layout.CheckLengths(payload);
        return layout;
    }

    public static DateTimeOffset ReadTime(long ticks) =>
        ticks >= 0 && ticks <= DateTimeOffset.MaxValue.Ticks
            ? new DateTimeOffset(ticks, TimeSpan.Zero)
            : throw new SnapshotDamagedException("a time is out of range");

    /// <summary>Tables of fixed rows must hold as many as there are; together the sections fill the file.</summary>
    private void CheckLengths(long payload)
    {
        long blocks = TermBlockCount(TermCount);
        long sum = 0;
        Array.ForEach(SectionLengths, length => sum += length);
        bool fits = Array.TrueForAll(SectionLengths, length => length >= 0 && length <= payload)
            && sum == payload
            && FileCount >= 0 && LengthOf(SnapshotSection.Files) == (long)FileCount * FileRow.Size
            && ChunkCount >= 0 && LengthOf(SnapshotSection.Chunks) == (long)ChunkCount * ChunkRow.Size
            && LengthOf(SnapshotSection.IdOrder) == (long)ChunkCount * sizeof(int)
            && LengthOf(SnapshotSection.Lengths) == (long)ChunkCount * sizeof(int)
            && TermCount >= 0 && LengthOf(SnapshotSection.TermBlocks) == blocks * TermBlockRow.Size
            && TokenCount >= 0;
        if (!fits)
        {
            throw new SnapshotDamagedException("its tables do not have the lengths that it says");
        }
    }

    private static long TermBlockCount(int terms) => ((long)terms + TermBlockRow.TermsPerBlock - 1) / TermBlockRow.TermsPerBlock;
}
