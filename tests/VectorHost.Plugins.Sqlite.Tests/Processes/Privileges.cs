using System.Runtime.InteropServices;

namespace VectorHost.Plugins.Sqlite.Tests.Processes;

/// <summary>Makes a process that runs as root obey the permissions of files, as every other user's does.</summary>
internal static partial class Privileges
{
    private const uint Version3 = 0x20080522;

    /// <summary>Gives up every capability of this thread and of the threads that it will start. Call it first of all.</summary>
    public static void Drop()
    {
        if (OperatingSystem.IsLinux())
        {
            uint[] header = [Version3, 0];
            uint[] none = new uint[6];
            if (SetCapabilities(header, none) != 0)
            {
                throw new InvalidOperationException($"The capabilities could not be given up: error {Marshal.GetLastPInvokeError()}.");
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "capset", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetCapabilities(uint[] header, uint[] data);
}
