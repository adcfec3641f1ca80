using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using VectorHost.Abstractions;
using VectorHost.Hosting.Discovery;

namespace VectorHost.Benchmarks.Comparisons;

/// <summary>Ways to find the backends in a folder of plugins. Each gives how many it found.</summary>
internal static class DiscoveryWays
{
    private const string AttributeName = nameof(VectorStoreBackendAttribute);

    /// <summary>Not to look at all: what the process costs without the work.</summary>
    public const string Nothing = nameof(Nothing);

    /// <summary>Reads nothing but the attributes of each plugin's main DLL.</summary>
    public static int MainAssemblies(string root) =>
        Directory.EnumerateDirectories(root).Sum(folder => CountInMetadata(Path.Combine(folder, Path.GetFileName(folder) + ".dll")));

    /// <summary>Reads the attributes of every DLL.</summary>
    public static int AllAssemblies(string root) =>
        Directory.EnumerateDirectories(root).Sum(folder => Directory.EnumerateFiles(folder, "*.dll").Sum(CountInMetadata));

    /// <summary>Reads the attributes of every DLL and parses every manifest: the same files as the scanner.</summary>
    public static int AllFiles(string root)
    {
        int found = 0;
        foreach (string folder in Directory.EnumerateDirectories(root))
        {
            foreach (string manifest in Directory.EnumerateFiles(folder, "*.deps.json"))
            {
                using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(manifest));
                found += document.RootElement.TryGetProperty("targets", out _) ? 0 : 1;
            }

            found += Directory.EnumerateFiles(folder, "*.dll").Sum(CountInMetadata);
        }

        return found;
    }

    /// <summary>What the host does: all checks, over all that a plugin reaches.</summary>
    public static int Scanner(string root) =>
        new PluginScanner(NullLogger<PluginScanner>.Instance).Scan(root).Plugins
            .Where(plugin => plugin.State == PluginState.Ready).Sum(plugin => plugin.Backends.Count);

    /// <summary>Loads each plugin into a load context of its own and asks its types.</summary>
    public static int LoadContexts(string root)
    {
        int found = 0;
        foreach (string folder in Directory.EnumerateDirectories(root))
        {
            string file = Path.Combine(folder, Path.GetFileName(folder) + ".dll");
            AssemblyLoadContext context = new(file);
            AssemblyDependencyResolver resolver = new(file);
            context.Resolving += (own, name) => resolver.ResolveAssemblyToPath(name) is { } path ? own.LoadFromAssemblyPath(path) : null;
            found += context.LoadFromAssemblyPath(file).GetTypes().Count(type => type.IsDefined(typeof(VectorStoreBackendAttribute), inherit: false));
        }

        return found;
    }

    /// <summary>Asks the types of each plugin in a context that loads for reading only.</summary>
    public static int MetadataLoadContexts(string root)
    {
        string[] known = [.. Directory.GetFiles(RuntimeEnvironment.GetRuntimeDirectory(), "*.dll"), .. Directory.GetFiles(AppContext.BaseDirectory, "*.dll")];
        int found = 0;
        foreach (string folder in Directory.EnumerateDirectories(root))
        {
            using MetadataLoadContext context = new(new PathAssemblyResolver([.. known, .. Directory.GetFiles(folder, "*.dll")]));
            Assembly assembly = context.LoadFromAssemblyPath(Path.Combine(folder, Path.GetFileName(folder) + ".dll"));
            found += assembly.GetTypes().Count(type => type.GetCustomAttributesData().Any(attribute => attribute.AttributeType.Name == AttributeName));
        }

        return found;
    }

    private static int CountInMetadata(string file)
    {
        using PEReader executable = new(File.OpenRead(file));
        MetadataReader metadata = executable.GetMetadataReader();
        int found = 0;
        foreach (CustomAttributeHandle handle in metadata.CustomAttributes)
        {
            EntityHandle constructor = metadata.GetCustomAttribute(handle).Constructor;
            if (constructor.Kind == HandleKind.MemberReference &&
                metadata.GetMemberReference((MemberReferenceHandle)constructor).Parent is { Kind: HandleKind.TypeReference } type &&
                metadata.StringComparer.Equals(metadata.GetTypeReference((TypeReferenceHandle)type).Name, AttributeName))
            {
                found++;
            }
        }

        return found;
    }
}
