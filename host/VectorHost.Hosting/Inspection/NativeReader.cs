using VectorHost.Hosting.Discovery;

namespace VectorHost.Hosting.Inspection;

/// <summary>Finds the native libraries among a plugin's files.</summary>
internal static class NativeReader
{
    /// <summary>Reads them, for all platforms.</summary>
    public static IReadOnlyList<NativeLibrary> Read(PluginDescriptor plugin) =>
    [
        .. PluginFiles.Read(plugin.Layout, plugin.Directory, plugin.Name, plugin.Root, everyPlatform: true).All
            .Select(Describe)
            .OfType<NativeLibrary>(),
    ];

    private static NativeLibrary? Describe(PluginFile file) => file.RelativePath.Split('/') switch
    {
        ["runtimes", var identifier, "native", ..] =>
            new NativeLibrary(identifier, file.RelativePath, HostPlatform.RuntimeIdentifiers.Contains(identifier)),
        ["runtimes", ..] => null,
        _ when IsNative(file) => new NativeLibrary(RuntimeIdentifier: null, file.RelativePath, IsForThisPlatform: true),
        _ => null,
    };

    private static bool IsNative(PluginFile file) => Path.GetExtension(file.Name).ToLowerInvariant() switch
    {
        ".so" or ".dylib" => true,
        ".dll" => !IsManaged(file),
        _ => file.Name.Contains(".so.", StringComparison.Ordinal),
    };

    private static bool IsManaged(PluginFile file)
    {
        using AssemblyImage? image = AssemblyImage.TryOpen(file.FullPath, out _);
        return image is not null;
    }
}
