using System.Reflection;
using System.Runtime.Loader;

namespace VectorHost.Conformance;

/// <summary>A collectible copy of what the running test references, but for what a host shares with its plugins.</summary>
internal sealed class PluginCopy() : AssemblyLoadContext(isCollectible: true)
{
    private readonly AssemblyDependencyResolver _resolver = new(TestContext.CurrentContext.Test.Type!.Assembly.Location);

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        bool isOfTheHost = assemblyName.Name == "VectorHost.Abstractions" || assemblyName.Name!.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal);
        string? path = isOfTheHost ? null : _resolver.ResolveAssemblyToPath(assemblyName);
        return path is null ? null : LoadFromAssemblyPath(path);
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName)
    {
        string? path = _resolver.ResolveUnmanagedDllToPath(unmanagedDllName);
        return path is null ? 0 : LoadUnmanagedDllFromPath(path);
    }
}
