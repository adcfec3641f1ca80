using System.ComponentModel;
using System.Runtime.InteropServices;

namespace VectorHost.Plugins.Sqlite.Tests.Processes;

/// <summary>Has the system kill this process, as suddenly as anything can, at a byte of a file that it writes.</summary>
internal static partial class FileSizeLimit
{
    /// <summary>SIGXFSZ, which ends the process that goes past the limit.</summary>
    public const int Signal = 25;

    private const int FileSize = 1; // RLIMIT_FSIZE

    /// <summary>Limits the length of every file that this process writes from now on.</summary>
    public static void Set(long bytes)
    {
        if (SetLimit(FileSize, [(nuint)bytes, (nuint)bytes]) != 0)
        {
            throw new Win32Exception();
        }
    }

    [LibraryImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetLimit(int resource, ReadOnlySpan<nuint> softAndHard);
}
