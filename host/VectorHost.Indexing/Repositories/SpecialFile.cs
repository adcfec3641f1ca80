using System.Runtime.InteropServices;

namespace VectorHost.Indexing.Repositories;

/// <summary>Tells pipes, sockets and devices from files without opening them: opening a named pipe waits for ever.</summary>
internal static partial class SpecialFile
{
    private const int TypeMask = 0xF000;
    private const int RegularFileType = 0x8000;

    /// <summary>Whether a path that is neither a folder nor a link leads to something else than a file.</summary>
    public static bool IsAt(string path) =>
        !OperatingSystem.IsWindows() && ReadStatus(path, out Status status) == 0 && (status.Mode & TypeMask) != RegularFileType;

    // The managed API does not tell a pipe from a file. The runtime's own native library does, with the same layout on
    // every Unix, which lstat itself has not.
    [LibraryImport("libSystem.Native", EntryPoint = "SystemNative_LStat", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int ReadStatus(string path, out Status status);

    /// <summary>The beginning of the runtime's structure, with room for all of it.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 512)]
    private struct Status
    {
        [FieldOffset(4)]
        public int Mode;
    }
}
