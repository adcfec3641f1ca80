using System.Runtime.InteropServices;

namespace VectorHost.Hosting.Discovery;

/// <summary>Tells what kind of thing a path is without opening it: opening a named pipe waits for ever.</summary>
internal static partial class FileStatus
{
    private const int TypeMask = 0xF000;
    private const int RegularFileType = 0x8000;
    private const int DirectoryType = 0x4000;
    private const int LinkType = 0xA000;

    /// <summary>Looks at a path, the last part of which may be a link.</summary>
    /// <exception cref="UnauthorizedAccessException">A folder above it may not be searched.</exception>
    public static FileKind Of(string path)
    {
        // One question to the system for each file, where attributes would take several. What it refuses to answer is
        // asked again below, where a reason comes with it.
        if (!OperatingSystem.IsWindows() && ReadStatus(path, out Status status) == 0)
        {
            return (status.Mode & TypeMask) switch
            {
                RegularFileType => FileKind.RegularFile,
                DirectoryType => FileKind.Directory,
                LinkType => FileKind.Link,
                _ => FileKind.Special,
            };
        }

        FileAttributes attributes;
        try
        {
            attributes = File.GetAttributes(path);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return FileKind.Missing;
        }

        if (attributes.HasFlag(FileAttributes.ReparsePoint) && new FileInfo(path).LinkTarget is not null)
        {
            return FileKind.Link;
        }

        if (attributes.HasFlag(FileAttributes.Directory))
        {
            return FileKind.Directory;
        }

        return OperatingSystem.IsWindows() && !attributes.HasFlag(FileAttributes.Device) ? FileKind.RegularFile : FileKind.Special;
    }

    // The managed API does not tell a pipe from a file. The runtime's own native library does, with the same layout
    // on every Unix, which lstat itself has not.
    [LibraryImport("libSystem.Native", EntryPoint = "SystemNative_LStat", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int ReadStatus(string path, out Status status);

    /// <summary>The beginning of the runtime's structure, with room for all of it.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 512)]
    private struct Status
    {
        public int Flags;
        public int Mode;
    }
}
