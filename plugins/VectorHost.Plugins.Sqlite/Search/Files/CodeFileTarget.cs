using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using VectorHost.Plugins.Sqlite.Search.Codes;

namespace VectorHost.Plugins.Sqlite.Search.Files;

/// <summary>Codes that are made in a file, and the checksums of its pages.</summary>
/// <param name="file">The file, in which a header comes first.</param>
/// <param name="layout">What follows.</param>
internal sealed class CodeFileTarget(SafeFileHandle file, CodeLayout layout) : CodeTarget
{
    private readonly uint[] _checksums = new uint[layout.Length / PageChecks.PageBytes];

    /// <summary>One for each page of the layout, all of which were written.</summary>
    public uint[] Checksums => _checksums;

    /// <inheritdoc/>
    /// <exception cref="IOException">The bytes cannot be written.</exception>
    public override void Write(long offset, ReadOnlySpan<byte> bytes)
    {
        RandomAccess.Write(file, bytes, CodeFileHeader.Length + offset);
        int page = (int)(offset / PageChecks.PageBytes);
        for (; bytes.Length >= PageChecks.PageBytes; bytes = bytes[PageChecks.PageBytes..])
        {
            _checksums[page++] = PageChecks.Of(bytes[..PageChecks.PageBytes]);
        }

        if (!bytes.IsEmpty)
        {
            Span<byte> last = stackalloc byte[PageChecks.PageBytes];
            bytes.CopyTo(last);
            last[bytes.Length..].Clear();
            _checksums[page] = PageChecks.Of(last);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">The bytes cannot be read.</exception>
    public override void Read(long offset, Span<byte> bytes)
    {
        for (int read = 0; read < bytes.Length;)
        {
            int count = RandomAccess.Read(file, bytes[read..], CodeFileHeader.Length + offset + read);
            read += count > 0 ? count : throw new EndOfStreamException("The file of codes was cut short while it was written.");
        }
    }

    /// <summary>Writes what belongs behind the layout.</summary>
    public void WriteChecksums() => RandomAccess.Write(file, MemoryMarshal.AsBytes(_checksums.AsSpan()), CodeFileHeader.Length + layout.Length);
}
