namespace VectorHost.Hosting.Integrity;

/// <summary>What a lock file says: which plugins there are, to the last byte.</summary>
public sealed record PluginLock
{
    /// <summary>The plugins in the ordinal order of their names.</summary>
    public required IReadOnlyList<LockedPlugin> Plugins { get; init; }

    /// <summary>Finds a plugin by its name, compared as the file system compares names.</summary>
    public LockedPlugin? Find(string name) => Plugins.FirstOrDefault(plugin => Discovery.RealPath.Comparer.Equals(plugin.Name, name));

    /// <summary>The same with one plugin added, or put in the place of the one of that name.</summary>
    internal PluginLock With(LockedPlugin plugin) =>
        new() { Plugins = [.. Without(plugin.Name).Plugins.Append(plugin).OrderBy(other => other.Name, StringComparer.Ordinal)] };

    /// <summary>The same with one plugin less, whatever the case of its name.</summary>
    internal PluginLock Without(string name) =>
        new() { Plugins = [.. Plugins.Where(plugin => !plugin.Name.Equals(name, StringComparison.OrdinalIgnoreCase))] };
}
