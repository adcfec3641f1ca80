using System.Reflection;
using System.Runtime.Loader;
using Microsoft.Extensions.Logging;
using VectorHost.Abstractions;
using VectorHost.Hosting.Discovery;

namespace VectorHost.Hosting.Loading;

/// <summary>
/// The world of one plugin: the contract and its needs come from the host, everything else from the plugin's own folder
/// or the runtime, and nothing from the host's other libraries.
/// </summary>
internal sealed class PluginLoadContext : AssemblyLoadContext
{
    private static readonly AssemblyLoadContext Host = GetLoadContext(typeof(IVectorStore).Assembly)!;

    private readonly string _plugin;
    private readonly string _directory;
    private readonly AssemblyDependencyResolver _resolver;
    private readonly ILogger _logger;

    /// <summary>Makes the context; nothing is loaded yet.</summary>
    /// <param name="plugin">The plugin's name.</param>
    /// <param name="assemblyFile">The plugin's main assembly, in its copy.</param>
    /// <param name="canUnload">Whether it can be unloaded, as in <see cref="PluginHostOptions.UnloadsPlugins"/>.</param>
    /// <param name="logger">Told where everything comes from.</param>
    public PluginLoadContext(string plugin, string assemblyFile, bool canUnload, ILogger logger)
        : base($"plugin {plugin}", canUnload)
    {
        _plugin = plugin;
        _directory = Path.GetDirectoryName(assemblyFile)!;
        _resolver = new AssemblyDependencyResolver(assemblyFile);
        _logger = logger;
    }

    /// <summary>
    /// Takes back what a caller may have said about where names are resolved (test runners do), so that code of a
    /// plugin that loads by name finds what is the plugin's.
    /// </summary>
    public static ContextualReflectionScope EnterNeutral() => EnterContextualReflection(null);

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        string name = assemblyName.Name!;
        if (HostAssemblies.IsShared(name))
        {
            // By simple name: whether the versions fit was decided when the plugin was read, and asking for the version
            // of a plugin that is older or newer would only end in "file not found".
            HostingLog.Resolved(_logger, _plugin, name, "the host (shared)");
            return Host.LoadFromAssemblyName(new AssemblyName(name));
        }

        if (FindOwn(assemblyName) is { } path)
        {
            HostingLog.Resolved(_logger, _plugin, name, path);
            return LoadFromAssemblyPath(path);
        }

        if (HostAssemblies.IsFramework(name) || !string.IsNullOrEmpty(assemblyName.CultureName))
        {
            HostingLog.Resolved(_logger, _plugin, name, "the runtime");
            return null;
        }

        // Returning null here would let the plugin use a library that the host happens to have, until it has not.
        HostingLog.Resolved(_logger, _plugin, name, "nowhere");
        throw new FileNotFoundException($"The plugin '{_plugin}' does not bring the assembly '{assemblyName.FullName}'.", name);
    }

    /// <inheritdoc/>
    protected override nint LoadUnmanagedDll(string unmanagedDllName)
    {
        string? path = _resolver.ResolveUnmanagedDllToPath(unmanagedDllName);
        if (path is null || !RealPath.IsBelow(path, _directory))
        {
            HostingLog.ResolvedNative(_logger, _plugin, unmanagedDllName, "the system, if it has it");
            return 0;
        }

        HostingLog.ResolvedNative(_logger, _plugin, unmanagedDllName, path);
        return LoadUnmanagedDllFromPath(path);
    }

    /// <summary>Finds an assembly in the plugin's folder: as its manifest says, or by its file name.</summary>
    private string? FindOwn(AssemblyName name)
    {
        // The resolver may know package caches as well, which are not part of the plugin.
        string? path = _resolver.ResolveAssemblyToPath(name);
        if (path is not null && RealPath.IsBelow(path, _directory))
        {
            return path;
        }

        string beside = Path.Combine(_directory, name.CultureName ?? "", name.Name + ".dll");
        return File.Exists(beside) ? beside : null;
    }
}
