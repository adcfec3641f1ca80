using System.Reflection.Metadata;
using VectorHost.Hosting.Discovery;
using VectorHost.Hosting.Loading;

namespace VectorHost.Hosting.Inspection;

/// <summary>Tells of every assembly that a plugin reaches where it would come from.</summary>
internal static class DependencyReader
{
    /// <summary>Reads the dependencies of a plugin.</summary>
    /// <returns>None where the plugin cannot be read.</returns>
    public static IReadOnlyList<PluginDependency> Read(PluginDescriptor plugin)
    {
        if (!plugin.Files.TryGet(Path.GetFileName(plugin.AssemblyFile), out PluginFile? file))
        {
            return [];
        }

        using AssemblyImage? main = AssemblyImage.TryOpen(file.FullPath, out _);
        if (main is null)
        {
            return [];
        }

        using var walk = new DependencyWalk(main, plugin.Files, Path.ChangeExtension(plugin.AssemblyFile, ".deps.json"));
        var edges = new SortedDictionary<string, List<(Version Needed, string By)>>(StringComparer.OrdinalIgnoreCase);
        var pending = new Queue<AssemblyImage>([main]);
        while (pending.TryDequeue(out AssemblyImage? image))
        {
            foreach (AssemblyReferenceHandle handle in image.Metadata.AssemblyReferences)
            {
                AssemblyReference reference = image.Metadata.GetAssemblyReference(handle);
                string name = image.Metadata.GetString(reference.Name);
                if (edges.TryGetValue(name, out List<(Version, string)>? known))
                {
                    known.Add((reference.Version, image.Name));
                    continue;
                }

                edges.Add(name, [(reference.Version, image.Name)]);
                if (Find(walk, name) is { } next && next != main)
                {
                    pending.Enqueue(next);
                }
            }
        }

        return [.. edges.Select(edge => Describe(walk, edge.Key, edge.Value))];
    }

    private static PluginDependency Describe(DependencyWalk walk, string name, List<(Version Needed, string By)> references)
    {
        AssemblyImage? own = Find(walk, name);
        DependencyOrigin origin =
            HostAssemblies.IsShared(name) ? DependencyOrigin.Host
            : own is not null ? DependencyOrigin.Plugin
            : HostAssemblies.IsFramework(name) ? DependencyOrigin.Runtime
            : DependencyOrigin.Missing;
        return new PluginDependency
        {
            Name = name,
            Needed = references.Max(reference => reference.Needed)!,
            Found = own?.Version ?? (origin == DependencyOrigin.Missing ? null : HostAssemblies.VersionOf(name)),
            Origin = origin,
            File = own?.File,
            ReferencedBy = [.. references.Select(reference => reference.By).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase)],
        };
    }

    // A private copy of what the host shares is never used.
    private static AssemblyImage? Find(DependencyWalk walk, string name) => HostAssemblies.IsShared(name) ? null : walk.Open(name);
}
