namespace VectorHost.Hosting.Installing;

/// <summary>What a plugin can be installed from.</summary>
internal enum PluginSourceKind
{
    Assembly,
    Folder,
    Zip,
    NuGetPackage,
}
