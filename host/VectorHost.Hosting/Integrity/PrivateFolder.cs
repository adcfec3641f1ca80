using System.Runtime.InteropServices;
using VectorHost.Hosting.Discovery;

namespace VectorHost.Hosting.Integrity;

/// <summary>A folder that code is run from, so that nobody else may write into it. On Windows the user's own folders are.</summary>
internal static partial class PrivateFolder
{
    private const uint Root = 0;
    private const int OthersWrite = 0x12; // The bits 022: the group and everybody else.

    private const UnixFileMode OwnerAlone = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Makes a folder for its owner alone where it is missing, and those above it as the user's mask allows.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be made.</exception>
    public static void Create(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, OwnerAlone);
        }
    }

    /// <summary>Says who else could put code into a folder, which may be a link to one.</summary>
    /// <returns>The rest of a sentence about the folder; <see langword="null"/> where nobody can.</returns>
    public static string? FindIntruder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return null;
        }

        // Whoever owns a link may turn it elsewhere. What cannot be asked about is missing, which using it will tell.
        bool isForeign = (UnixStatus.TryRead(path, out UnixStatus link) && IsForeign(link)) | (UnixStatus.TryReadTarget(path, out UnixStatus folder) && IsForeign(folder));
        return isForeign ? "it belongs to another user"
            : (folder.Mode & OthersWrite) != 0 ? "other users may write into it"
            : null;
    }

    /// <summary>A number that no other user of the machine has.</summary>
    public static uint UserId => GetUserId();

    private static bool IsForeign(in UnixStatus status) => status.User != Root && status.User != GetUserId();

    [LibraryImport("libSystem.Native", EntryPoint = "SystemNative_GetEUid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial uint GetUserId();
}
