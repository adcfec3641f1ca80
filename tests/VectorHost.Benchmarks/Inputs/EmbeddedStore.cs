namespace VectorHost.Benchmarks.Inputs;

/// <summary>The embedded store.</summary>
internal static class EmbeddedStore
{
    /// <summary>The backend's name.</summary>
    public const string Backend = "sqlite";

    /// <summary>Loads the plugin and opens the store.</summary>
    /// <param name="pluginsDirectory">Where the plugins are.</param>
    /// <param name="directory">The folder for the store and all that belongs to it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="settings">Its section; by default empty.</param>
    /// <param name="unloads">Whether the plugin leaves the memory, and so does without code that was compiled ahead of time.</param>
    public static Task<PluginStore> OpenAsync(
        string pluginsDirectory, string directory, CancellationToken cancellationToken, IReadOnlyDictionary<string, string?>? settings = null, bool unloads = true) =>
        PluginStore.OpenAsync(Backend, settings ?? new Dictionary<string, string?>(), pluginsDirectory, directory, cancellationToken, unloads);

    /// <summary>The size of everything that the store keeps in a folder.</summary>
    /// <param name="directory">The folder that it was opened in.</param>
    public static long SizeIn(string directory) =>
        new DirectoryInfo(Path.Combine(directory, "data")).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
}
