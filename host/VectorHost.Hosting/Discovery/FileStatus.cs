namespace VectorHost.Hosting.Discovery;

/// <summary>What the system says of a path without opening it: opening a named pipe waits for ever.</summary>
/// <param name="Kind">What the path leads to, links not followed.</param>
/// <param name="Length">The length of a regular file, in bytes.</param>
/// <param name="LastWriteTimeUtc">When a regular file was last written.</param>
internal readonly record struct FileStatus(FileKind Kind, long Length = 0, DateTime LastWriteTimeUtc = default)
{
    private const int TypeMask = 0xF000;
    private const int RegularFileType = 0x8000;
    private const int DirectoryType = 0x4000;
    private const int LinkType = 0xA000;

    /// <summary>Looks at a path, the last part of which may be a link.</summary>
    /// <exception cref="UnauthorizedAccessException">A folder above it may not be searched.</exception>
    public static FileStatus Of(string path)
    {
        // One question to the system for each file, where the managed properties would take several. What it refuses to
        // answer is asked again below, where a reason comes with it.
        if (OperatingSystem.IsWindows() || !UnixStatus.TryRead(path, out UnixStatus status))
        {
            return OfAttributes(path);
        }

        return (status.Mode & TypeMask) switch
        {
            RegularFileType => new FileStatus(FileKind.RegularFile, status.Size, status.LastWriteTimeUtc),
            DirectoryType => new FileStatus(FileKind.Directory),
            LinkType => new FileStatus(FileKind.Link),
            _ => new FileStatus(FileKind.Special),
        };
    }

    private static FileStatus OfAttributes(string path)
    {
        FileAttributes attributes;
        try
        {
            attributes = File.GetAttributes(path);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return new FileStatus(FileKind.Missing);
        }

        if (attributes.HasFlag(FileAttributes.ReparsePoint) && new FileInfo(path).LinkTarget is not null)
        {
            return new FileStatus(FileKind.Link);
        }

        if (attributes.HasFlag(FileAttributes.Directory))
        {
            return new FileStatus(FileKind.Directory);
        }

        if (!OperatingSystem.IsWindows() || attributes.HasFlag(FileAttributes.Device))
        {
            return new FileStatus(FileKind.Special);
        }

        FileInfo file = new(path);
        return new FileStatus(FileKind.RegularFile, file.Length, file.LastWriteTimeUtc);
    }
}
