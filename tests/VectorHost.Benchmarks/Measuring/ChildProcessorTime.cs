using System.Runtime.InteropServices;

namespace VectorHost.Benchmarks.Measuring;

/// <summary>
/// The processor time of the processes that this one started and that have ended. On Unix nobody but the system knows it
/// once they have ended.
/// </summary>
internal static partial class ChildProcessorTime
{
    private const int Children = -1;

    /// <summary>The size of <c>struct rusage</c> in words of 64 bits; it begins with the user time and the system time.</summary>
    private const int RecordWords = 18;

    /// <summary>Whether the system tells.</summary>
    public static bool IsKnown => !OperatingSystem.IsWindows() && Environment.Is64BitProcess;

    /// <summary>The time so far, in seconds; 0 where it is not known.</summary>
    public static double Seconds()
    {
        if (!IsKnown)
        {
            return 0;
        }

        Span<long> record = stackalloc long[RecordWords];
        return GetResourceUsage(Children, record) == 0
            ? SecondsOf(record) + SecondsOf(record[2..])
            : throw new InvalidOperationException($"getrusage failed ({Marshal.GetLastPInvokeError()}).");
    }

    /// <summary>The microseconds are 32 bits on some systems and small on all.</summary>
    private static double SecondsOf(ReadOnlySpan<long> time) => time[0] + ((int)time[1] / 1e6);

    [LibraryImport("libc", EntryPoint = "getrusage", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int GetResourceUsage(int who, Span<long> usage);
}
