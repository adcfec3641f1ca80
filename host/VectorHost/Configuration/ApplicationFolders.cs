using VectorHost.Hosting;

namespace VectorHost.Configuration;

/// <summary>Where the user's own files are, by the XDG base directory specification or the system's own custom.</summary>
internal static class ApplicationFolders
{
    private const string Application = "vectorhost";

    /// <summary>The user's configuration file.</summary>
    public static string ConfigurationFile =>
        Path.Combine(Folder("XDG_CONFIG_HOME", Environment.SpecialFolder.ApplicationData), Application, Configuration.ConfigurationFile.Name);

    /// <summary>Data that cannot be made again: the embedded store's files.</summary>
    public static string Data =>
        Path.Combine(Folder("XDG_DATA_HOME", Environment.SpecialFolder.LocalApplicationData), Application);

    /// <summary>What can be made again: snapshots and copies of plugins.</summary>
    public static string Cache => OperatingSystem.IsWindows()
        ? Path.Combine(Data, "cache")
        : Path.Combine(Folder("XDG_CACHE_HOME", fallback: ".cache"), Application);

    private static string Folder(string variable, Environment.SpecialFolder special)
    {
        if (FromEnvironment(variable) is { } configured)
        {
            return configured;
        }

        string folder = TemporaryHome.IsNeeded ? "" : Environment.GetFolderPath(special, Environment.SpecialFolderOption.DoNotVerify);
        return folder.Length > 0 ? folder : Path.Combine(Home, ".local", "share");
    }

    private static string Folder(string variable, string fallback) => FromEnvironment(variable) ?? Path.Combine(Home, fallback);

    /// <summary>The specification says that relative paths are to be ignored.</summary>
    private static string? FromEnvironment(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { } path && Path.IsPathFullyQualified(path) ? path : null;

    /// <summary>A service account may have no home; then a folder of its own among the temporary ones has to do.</summary>
    private static string Home =>
        TemporaryHome.IsNeeded ? TemporaryHome.Open() : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
}
