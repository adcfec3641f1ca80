using VectorHost.Hosting.Discovery;

namespace VectorHost.Hosting.Installing;

/// <summary>Tells which files of an archive belong to the plugin, and where they go.</summary>
/// <remarks>
/// A ZIP holds the plugin's folder: its files at the top, or all in one folder. A NUPKG holds it as <c>plugin/</c>
/// (what a package made for VectorHost should have), or is an ordinary package: then <c>lib/net10.0/</c>, or the newest
/// <c>lib/netN.0/</c> that this host can run, becomes the plugin's folder, with <c>runtimes/</c> beside it. Without a
/// <c>.deps.json</c> the runtime would find no native library there, so those for this platform go to the top. What
/// the package depends on is not fetched: what is missing is named, as for every plugin.
/// </remarks>
internal static class PackageLayout
{
    private const string PluginFolder = "plugin/";
    private const string LibraryFolder = "lib/";
    private const string RuntimesFolder = "runtimes/";

    /// <summary>The files of a ZIP.</summary>
    /// <param name="files">All files of the archive.</param>
    /// <param name="folder">The one folder that held them all, which is probably named like the plugin.</param>
    public static IReadOnlyList<InstallFile> OfZip(IReadOnlyList<InstallFile> files, out string? folder)
    {
        string[] tops = [.. files.Select(file => file.Path.Split('/')[0]).Distinct(StringComparer.Ordinal)];
        folder = tops is [var top] && files.All(file => file.Path.Length > top.Length) ? top : null;
        return folder is null ? files : Below(files, folder + "/");
    }

    /// <summary>The files of a NuGet package.</summary>
    public static IReadOnlyList<InstallFile> OfNuGet(IReadOnlyList<InstallFile> files)
    {
        List<InstallFile> plugin = Below(files, PluginFolder);
        if (plugin.Count > 0)
        {
            return plugin;
        }

        if (FindLibraryFolder(files) is not { } libraries)
        {
            return [];
        }

        List<InstallFile> result = [.. Below(files, libraries)];
        bool hasManifest = result.Exists(file => file.Path.EndsWith(".deps.json", StringComparison.OrdinalIgnoreCase));
        InstallFile[] runtimes = [.. files.Where(file => file.Path.StartsWith(RuntimesFolder, StringComparison.Ordinal))];
        result.AddRange(hasManifest ? runtimes : NativesForThisPlatform(runtimes));
        return [.. result.DistinctBy(file => file.Path, StringComparer.OrdinalIgnoreCase)];
    }

    private static string? FindLibraryFolder(IReadOnlyList<InstallFile> files) =>
        Enumerable.Range(5, Environment.Version.Major - 4)
            .Reverse()
            .Select(major => $"{LibraryFolder}net{major}.0/")
            .FirstOrDefault(folder => files.Any(file => file.Path.StartsWith(folder, StringComparison.OrdinalIgnoreCase)));

    private static List<InstallFile> NativesForThisPlatform(InstallFile[] runtimes) =>
        HostPlatform.RuntimeIdentifiers
            .Select(identifier => Below(runtimes, $"{RuntimesFolder}{identifier}/native/"))
            .FirstOrDefault(natives => natives.Count > 0) ?? [];

    private static List<InstallFile> Below(IEnumerable<InstallFile> files, string folder) =>
    [
        .. files
            .Where(file => file.Path.StartsWith(folder, StringComparison.OrdinalIgnoreCase))
            .Select(file => file with { Path = file.Path[folder.Length..] }),
    ];
}
