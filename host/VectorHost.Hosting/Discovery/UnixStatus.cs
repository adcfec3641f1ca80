using System.Runtime.InteropServices;

namespace VectorHost.Hosting.Discovery;

/// <summary>What Unix says of a path: the beginning of the runtime's own structure, with room for all of it.</summary>
/// <remarks>
/// The managed API tells neither a pipe from a file nor who owns a folder. The runtime's native library does, with the same
/// layout on every Unix, which lstat itself has not.
/// </remarks>
[StructLayout(LayoutKind.Explicit, Size = 512)]
internal readonly partial struct UnixStatus
{
    [FieldOffset(4)]
    public readonly int Mode;

    [FieldOffset(8)]
    public readonly uint User;

    [FieldOffset(16)]
    public readonly long Size;

    [FieldOffset(40)]
    private readonly long _writeTimeSeconds;

    [FieldOffset(48)]
    private readonly long _writeTimeNanoseconds;

    [FieldOffset(56)]
    private readonly long _changeTimeSeconds;

    [FieldOffset(64)]
    private readonly long _changeTimeNanoseconds;

    /// <summary>The number of the file in its file system: a file that replaced another has another one.</summary>
    [FieldOffset(104)]
    public readonly long Number;

    /// <summary>When the content was last written.</summary>
    public DateTime LastWriteTimeUtc => ToTime(_writeTimeSeconds, _writeTimeNanoseconds);

    /// <summary>When anything of the file was last changed, its times included: nobody can set it.</summary>
    public DateTime LastChangeTimeUtc => ToTime(_changeTimeSeconds, _changeTimeNanoseconds);

    /// <summary>Asks about a path itself, be it a link.</summary>
    /// <returns>False where the system does not answer; on Windows there is nobody to ask.</returns>
    public static bool TryRead(string path, out UnixStatus status) => ReadOfLink(path, out status) == 0;

    /// <summary>Asks about what a path leads to, through links.</summary>
    /// <returns>False where the system does not answer; on Windows there is nobody to ask.</returns>
    public static bool TryReadTarget(string path, out UnixStatus status) => ReadOfTarget(path, out status) == 0;

    private static DateTime ToTime(long seconds, long nanoseconds) =>
        DateTime.UnixEpoch.AddTicks((seconds * TimeSpan.TicksPerSecond) + (nanoseconds / TimeSpan.NanosecondsPerTick));

    [LibraryImport("libSystem.Native", EntryPoint = "SystemNative_LStat", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int ReadOfLink(string path, out UnixStatus status);

    [LibraryImport("libSystem.Native", EntryPoint = "SystemNative_Stat", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int ReadOfTarget(string path, out UnixStatus status);
}
