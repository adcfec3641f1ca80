using System.Runtime.InteropServices;

namespace VectorHost.Hosting.Discovery;

/// <summary>Tells what kind of thing a path is without opening it: opening a named pipe waits for ever.</summary>
internal static partial class FileStatus
{
    private const int TypeMask = 0xF000;
    private const int RegularFileType = 0x8000;

    /// <summary>Looks at a path, the last part of which may be a link.</summary>
    /// <exception cref="UnauthorizedAccessException">A folder above it may not be searched.</exception>
    public static FileKind Of(string path)
    {
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

        return IsRegular(path, attributes) ? FileKind.RegularFile : FileKind.Special;
    }

    private static bool IsRegular(string path, FileAttributes attributes)
    {
        if (OperatingSystem.IsWindows())
        {
            return !attributes.HasFlag(FileAttributes.Device);
        }

        return ReadStatus(path, out Status status) == 0 && (status.Mode & TypeMask) == RegularFileType;
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
