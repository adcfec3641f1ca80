using System.Globalization;
using VectorHost.Hosting.Discovery;
using VectorHost.Hosting.Integrity;

namespace VectorHost.Hosting;

/// <summary>
/// Where the files of a user without a home go, such as a service's: a folder of their own in the temporary folder, since
/// what has a name that anybody can foresee could be filled by anybody first.
/// </summary>
public static class TemporaryHome
{
    /// <summary>The folder, which need not be there.</summary>
    public static string Path { get; } = OperatingSystem.IsWindows()
        ? System.IO.Path.GetTempPath()
        : System.IO.Path.Combine(System.IO.Path.GetTempPath(), string.Create(CultureInfo.InvariantCulture, $"vectorhost-{PrivateFolder.UserId}"));

    /// <summary>Whether the user has no home. The system then names the root folder, which only its administrator may write.</summary>
    public static bool IsNeeded => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) switch
    {
        "" => true,
        "/" => !Environment.IsPrivilegedProcess,
        _ => false,
    };

    /// <summary>Makes the folder for its owner alone where it is missing, and sees to it that it is nobody else's.</summary>
    /// <returns><see cref="Path"/>.</returns>
    /// <exception cref="PluginHostException">Somebody else made it first, or it cannot be made.</exception>
    public static string Open()
    {
        string? obstacle;
        try
        {
            PrivateFolder.Create(Path);
            obstacle = PrivateFolder.FindIntruder(Path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            obstacle = exception.Message.TrimEnd('.');
        }

        return obstacle is null
            ? Path
            : throw new PluginHostException(PluginProblems.NoHome(Path, obstacle));
    }

    /// <summary>Whether a path lies in it.</summary>
    /// <param name="path">The path, absolute.</param>
    internal static bool Contains(string path) =>
        !OperatingSystem.IsWindows() && path.StartsWith(Path + System.IO.Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
