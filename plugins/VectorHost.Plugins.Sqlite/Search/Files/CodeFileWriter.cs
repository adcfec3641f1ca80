using System.Runtime.InteropServices;
using VectorHost.Plugins.Sqlite.Search.Codes;

namespace VectorHost.Plugins.Sqlite.Search.Files;

/// <summary>
/// Writes files of codes: under a name of its own, to the disk, and only then under the name by which it is found. So
/// there is a whole file, an older one, or none, whenever the writer is ended, and of two writers one wins.
/// </summary>
internal static class CodeFileWriter
{
    /// <summary>Ends the names of files that are being written.</summary>
    public const string UnfinishedSuffix = ".unfinished";

    private const int PartBytes = 256 * PageChecks.PageBytes;

    /// <summary>Writes a file.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Write(string path, SearchScope scope, CodeImage image, CancellationToken cancellationToken)
    {
        string unfinished = $"{path}.{Guid.NewGuid():N}{UnfinishedSuffix}";
        try
        {
            // Held alone while it is written: that is how others know it is not left over.
            using (FileStream file = new(unfinished, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0))
            {
                uint[] checksums = WriteLayout(file, image, cancellationToken);
                file.Write(MemoryMarshal.AsBytes(checksums.AsSpan()));
                file.Position = 0;
                file.Write(MakeHeader(scope, image, checksums).ToBytes());
                file.Flush(flushToDisk: true);
            }

            File.Move(unfinished, path, overwrite: true);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }
    }

    private static uint[] WriteLayout(FileStream file, CodeImage image, CancellationToken cancellationToken)
    {
        long length = image.Layout.Length;
        uint[] checksums = new uint[length / PageChecks.PageBytes];
        file.Position = CodeFileHeader.Length;
        for (long offset = 0; offset < length; offset += PartBytes)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ReadOnlySpan<byte> part = image.Bytes(offset, (int)Math.Min(PartBytes, length - offset));
            for (int i = 0; i < part.Length; i += PageChecks.PageBytes)
            {
                checksums[(offset + i) / PageChecks.PageBytes] = PageChecks.Of(part.Slice(i, PageChecks.PageBytes));
            }

            file.Write(part);
        }

        return checksums;
    }

    private static CodeFileHeader MakeHeader(SearchScope scope, CodeImage image, uint[] checksums) => new(
        scope.Id,
        scope.Generation,
        image.Layout.Count,
        image.Layout.Dimensions,
        image.Layout.BitForm,
        image.LargestNorm,
        CodeFileReader.ChecksumOf(checksums));
}
