using System.Buffers;

namespace VectorHost.Hosting.Installing;

/// <summary>Which paths a file of a plugin may have: those that mean the same on every system.</summary>
internal static class InstallPath
{
    private const int MaxLength = 400;

    private static readonly SearchValues<char> Forbidden = SearchValues.Create("\\:*?\"<>|");

    private static readonly string[] Devices =
    [
        "CON", "PRN", "AUX", "NUL",
        "COM1", "COM2", "COM3", "COM4", "COM5", "COM6", "COM7", "COM8", "COM9",
        "LPT1", "LPT2", "LPT3", "LPT4", "LPT5", "LPT6", "LPT7", "LPT8", "LPT9",
    ];

    /// <summary>Whether a relative path, with <c>/</c> between its parts, is harmless everywhere.</summary>
    public static bool IsSafe(string path) => path.Length is > 0 and <= MaxLength && path.Split('/').All(IsSafeName);

    /// <summary>Whether a plugin may have a name: it becomes a folder's, and a folder that is named like a DLL is never taken for one.</summary>
    public static bool IsSafePluginName(string name) =>
        IsSafeName(name) && !name.Contains('/', StringComparison.Ordinal) && name[0] != '.' && !name.EndsWith(".dll", StringComparison.OrdinalIgnoreCase);

    private static bool IsSafeName(string name) =>
        name is not ("" or "." or "..") &&
        name[0] != '~' &&
        name[^1] is not ('.' or ' ') &&
        !name.AsSpan().ContainsAny(Forbidden) &&
        !name.Any(char.IsControl) &&
        !Devices.Contains(name.Split('.')[0], StringComparer.OrdinalIgnoreCase);
}
