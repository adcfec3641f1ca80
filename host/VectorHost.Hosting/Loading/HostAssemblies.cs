using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using VectorHost.Abstractions;

namespace VectorHost.Hosting.Loading;

/// <summary>
/// What plugins get from the host: the contract with everything that it needs, and the runtime's own assemblies. The
/// host's other libraries are none of their business.
/// </summary>
internal static class HostAssemblies
{
    private static readonly Dictionary<string, string> PlatformFiles = FindPlatformFiles();

    private static readonly string FrameworkDirectory = Path.GetDirectoryName(PathOf(typeof(object)))!;

    private static readonly Dictionary<string, Version?> Versions = new(StringComparer.OrdinalIgnoreCase);

    private static readonly Lock VersionsLock = new();

    /// <summary>The contract's assembly.</summary>
    public const string Contract = "VectorHost.Abstractions";

    /// <summary>The contract and what its own references need beyond the runtime.</summary>
    public static IReadOnlyList<string> Shared { get; } =
    [
        Contract,
        "Microsoft.Extensions.Configuration.Abstractions",
        "Microsoft.Extensions.DependencyInjection.Abstractions",
        "Microsoft.Extensions.Logging.Abstractions",
        "Microsoft.Extensions.Primitives",
    ];

    private static readonly HashSet<string> SharedNames = new(Shared, StringComparer.OrdinalIgnoreCase);

    /// <summary>The version that the assemblies of this runtime have, but for a few that stay behind.</summary>
    public static Version FrameworkVersion { get; } = typeof(object).Assembly.GetName().Version!;

    /// <summary>The version of the contract that this host offers.</summary>
    public static Version ContractVersion { get; } = typeof(IVectorStore).Assembly.GetName().Version!;

    /// <summary>Whether the program was published as a single file, in which no assembly has a file to be found.</summary>
    public static bool IsSingleFile => !PlatformFiles.ContainsKey(Contract);

    /// <summary>Whether an assembly of this simple name always comes from the host.</summary>
    public static bool IsShared(string name) => SharedNames.Contains(name);

    /// <summary>Whether an assembly of this simple name is part of the runtime.</summary>
    public static bool IsFramework(string name) =>
        PlatformFiles.TryGetValue(name, out string? file) &&
        Path.GetDirectoryName(file.AsSpan()).Equals(FrameworkDirectory, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether an assembly of this simple name is a part of VectorHost that is not for plugins.</summary>
    public static bool IsHostPart(string name) =>
        name.Equals("vectorhost", StringComparison.OrdinalIgnoreCase) ||
        name.Equals("VectorHost.Hosting", StringComparison.OrdinalIgnoreCase) ||
        name.Equals("VectorHost.Indexing", StringComparison.OrdinalIgnoreCase) ||
        name.Equals("VectorHost.Verification", StringComparison.OrdinalIgnoreCase);

    /// <summary>The version of an assembly of the host or the runtime, read from its file.</summary>
    public static Version? VersionOf(string name)
    {
        lock (VersionsLock)
        {
            if (!Versions.TryGetValue(name, out Version? version))
            {
                version = ReadVersion(name);
                Versions.Add(name, version);
            }

            return version;
        }
    }

    private static Version? ReadVersion(string name)
    {
        if (!PlatformFiles.TryGetValue(name, out string? file))
        {
            return null;
        }

        using var executable = new PEReader(File.OpenRead(file), PEStreamOptions.PrefetchMetadata);
        return executable.GetMetadataReader().GetAssemblyDefinition().Version;
    }

    private static Dictionary<string, string> FindPlatformFiles()
    {
        string files = AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string ?? "";
        var byName = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (string file in files.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            byName.TryAdd(Path.GetFileNameWithoutExtension(file), file);
        }

        return byName;
    }

    private static string PathOf(Type type) =>
        PlatformFiles.GetValueOrDefault(type.Assembly.GetName().Name!, AppContext.BaseDirectory);
}
