using System.Buffers.Binary;
using VectorHost.Plugins.Sqlite.Search.Codes;
using VectorHost.Plugins.Sqlite.Search.Codes.Binary;

namespace VectorHost.Plugins.Sqlite.Search.Files;

/// <summary>The first page of a file of codes: whose they are, of when, and what follows.</summary>
/// <param name="RepositoryId">The repository.</param>
/// <param name="Generation">Of when.</param>
/// <param name="Count">How many rows.</param>
/// <param name="Dimensions">How long their vectors are.</param>
/// <param name="BitForm">Which codes of one bit a dimension there are.</param>
/// <param name="LargestNorm">As <see cref="CodeImage.LargestNorm"/>.</param>
/// <param name="Checksum">Of the checksums of all pages.</param>
internal sealed record CodeFileHeader(
    long RepositoryId, long Generation, int Count, int Dimensions, BitForm BitForm, float LargestNorm, uint Checksum)
{
    /// <summary>How many bytes it takes.</summary>
    public const int Length = PageChecks.PageBytes;

    // "VHSTCODE", and the format: raised whenever bytes or their meaning change.
    private const ulong Magic = 0x45444F4354534856;
    private const int Format = 1;
    private const int ChecksumOffset = Length - sizeof(uint);

    /// <summary>What lies where behind the header.</summary>
    public CodeLayout Layout => new(Count, Dimensions, BitForm);

    /// <summary>How long the file is: header, layout, and a checksum for each page of the layout.</summary>
    public long FileLength => Length + Layout.Length + (Layout.Length / PageChecks.PageBytes * sizeof(uint));

    /// <summary>The header's bytes.</summary>
    public byte[] ToBytes()
    {
        byte[] bytes = new byte[Length];
        Span<byte> span = bytes;
        BinaryPrimitives.WriteUInt64LittleEndian(span, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(span[8..], Format);
        BinaryPrimitives.WriteInt32LittleEndian(span[12..], (int)BitForm);
        BinaryPrimitives.WriteInt64LittleEndian(span[16..], RepositoryId);
        BinaryPrimitives.WriteInt64LittleEndian(span[24..], Generation);
        BinaryPrimitives.WriteInt32LittleEndian(span[32..], Count);
        BinaryPrimitives.WriteInt32LittleEndian(span[36..], Dimensions);
        BinaryPrimitives.WriteSingleLittleEndian(span[40..], LargestNorm);
        BinaryPrimitives.WriteUInt32LittleEndian(span[44..], Checksum);
        BinaryPrimitives.WriteUInt32LittleEndian(span[ChecksumOffset..], PageChecks.Of(bytes));
        return bytes;
    }

    /// <summary>Reads a header.</summary>
    /// <param name="bytes">The file's first <see cref="Length"/> bytes; changed.</param>
    /// <returns>Null where they are no header, or one of another format.</returns>
    public static CodeFileHeader? TryRead(Span<byte> bytes)
    {
        uint checksum = BinaryPrimitives.ReadUInt32LittleEndian(bytes[ChecksumOffset..]);
        bytes[ChecksumOffset..].Clear();
        if (BinaryPrimitives.ReadUInt64LittleEndian(bytes) != Magic
            || BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]) != Format
            || PageChecks.Of(bytes) != checksum)
        {
            return null;
        }

        return new CodeFileHeader(
            BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[24..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[32..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[36..]),
            (BitForm)BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]),
            BinaryPrimitives.ReadSingleLittleEndian(bytes[40..]),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[44..]));
    }
}
