namespace VectorHost.Hosting.Integrity;

/// <summary>Writes files that are there as a whole or not at all, whoever reads them meanwhile.</summary>
internal static class WholeFile
{
    /// <summary>Writes a file, or replaces it. Only its owner may write it. Where that fails, nothing is left of the attempt.</summary>
    /// <param name="file">The file, in a folder that exists.</param>
    /// <param name="content">Its content.</param>
    /// <param name="isPrecious">Whether it has to survive a loss of power, as nothing needs to that can be made anew.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Write(string file, ReadOnlySpan<byte> content, bool isPrecious)
    {
        // The dot hides it from whoever lists plugins or stamps.
        string draft = Path.Combine(Path.GetDirectoryName(file)!, $".{Path.GetFileName(file)}.{Guid.NewGuid():N}");
        try
        {
            using (FileStream stream = NewFile.Create(draft))
            {
                stream.Write(content);
                stream.Flush(flushToDisk: isPrecious);
            }

            File.Move(draft, file, overwrite: true);
        }
        catch
        {
            File.Delete(draft);
            throw;
        }
    }
}
