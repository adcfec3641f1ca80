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

    /// <summary>Writes codes that are in memory.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static void Write(string path, SearchScope scope, CodeImage image, CancellationToken cancellationToken) => Write(
        path,
        scope,
        image.Layout,
        target =>
        {
            for (long offset = 0; offset < image.Layout.Length; offset += PartBytes)
            {
                cancellationToken.ThrowIfCancellationRequested();
                target.Write(offset, image.Bytes(offset, (int)Math.Min(PartBytes, image.Layout.Length - offset)));
            }

            return image.LargestNorm;
        });

    /// <summary>Writes codes that are made on the way.</summary>
    /// <param name="path">The file.</param>
    /// <param name="scope">Whose codes these are, and of when.</param>
    /// <param name="layout">What lies where.</param>
    /// <param name="fill">Writes all sections, and returns <see cref="CodeImage.LargestNorm"/>.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static void Write(string path, SearchScope scope, CodeLayout layout, Func<CodeTarget, float> fill)
    {
        string unfinished = $"{path}.{Guid.NewGuid():N}{UnfinishedSuffix}";
        try
        {
            // Held alone while it is written: that is how others know it is not left over.
            using (FileStream file = new(unfinished, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, bufferSize: 0))
            {
                CodeFileTarget target = new(file.SafeFileHandle, layout);
                float largestNorm = fill(target);
                target.WriteChecksums();
                CodeFileHeader header = new(
                    scope.Id, scope.Generation, layout.Count, layout.Dimensions, layout.BitForm, largestNorm, CodeFileReader.ChecksumOf(target.Checksums));
                RandomAccess.Write(file.SafeFileHandle, header.ToBytes(), fileOffset: 0);
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
}
