using System.Collections.ObjectModel;
using VectorHost.Hosting.Integrity;
using VectorHost.Hosting.Lifetime;
using VectorHost.Hosting.Loading;

namespace VectorHost.Hosting;

/// <summary>How plugins are found, loaded and guarded.</summary>
public sealed record PluginHostOptions
{
    /// <summary>The folder of plugins; a relative path starts at the folder of the program.</summary>
    public string PluginsDirectory { get; init; } = "plugins";

    /// <summary>
    /// The folder in which plugins are copied before they are loaded; absolute. It may be deleted at any time while no
    /// host runs.
    /// </summary>
    public string CacheDirectory { get; init; } = DefaultCacheDirectory();

    /// <summary>
    /// For backends that several plugins provide, which of them is used: the backend's name, without regard to case, and
    /// the name of the plugin's folder, or of its DLL without <c>.dll</c>. A pinned backend never comes from elsewhere.
    /// </summary>
    public IReadOnlyDictionary<string, string> Pins { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>What the lock file of the folder of plugins is good for.</summary>
    public IntegrityMode Integrity { get; init; } = IntegrityMode.Off;

    /// <summary>
    /// Whether plugins leave the memory with their last store. The runtime does not use code that was compiled ahead of
    /// time in what can be unloaded, so a program that ends with its work starts faster without; versions that are replaced
    /// then stay until it ends.
    /// </summary>
    public bool UnloadsPlugins { get; init; } = true;

    /// <summary>
    /// Whether what was read in the files of plugins is kept in <see cref="CacheDirectory"/> for the next host that opens the
    /// folder, which then opens only files that have changed since. Reloading always reads them.
    /// </summary>
    public bool KeepsInspections { get; init; } = true;

    /// <summary>How a copy is recognised as the one of a plugin's files.</summary>
    public CopyCheck CopyCheck { get; init; } = CopyCheck.Stamp;

    /// <summary>How long a copy stays that no process uses any more.</summary>
    public TimeSpan CopyRetention { get; init; } = TimeSpan.FromDays(7);

    /// <summary>
    /// Whether the process survives exceptions that nobody catches on threads, timers and <c>async void</c> methods of
    /// plugins: the plugin is then marked as faulted. The runtime allows one such handler in a process, for good, so this
    /// is for programs to decide and not for libraries.
    /// </summary>
    public bool SurvivesLooseExceptions { get; init; }

    /// <summary>How long the constructor of a store may take.</summary>
    public TimeSpan ConstructorTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a store may take to connect.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a store may take to close, calls still in flight included.</summary>
    public TimeSpan DisposeTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long reloading waits for what.</summary>
    public ReloadOptions Reload { get; init; } = new();

    /// <summary><c>vectorhost/plugins</c> in the user's cache folder.</summary>
    private static string DefaultCacheDirectory()
    {
        string? configured = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        string cache = Path.IsPathFullyQualified(configured ?? "") ? configured!
            : TemporaryHome.IsNeeded ? TemporaryHome.Path
            : OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        return Path.Combine(cache, "vectorhost", "plugins");
    }
}
