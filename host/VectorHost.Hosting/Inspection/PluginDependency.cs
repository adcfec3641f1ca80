namespace VectorHost.Hosting.Inspection;

/// <summary>An assembly that a plugin needs, directly or through others.</summary>
public sealed record PluginDependency
{
    /// <summary>The assembly's simple name.</summary>
    public required string Name { get; init; }

    /// <summary>The highest version that anything in the plugin asks for.</summary>
    public required Version Needed { get; init; }

    /// <summary>The version that it gets; <see langword="null"/> where there is none.</summary>
    public required Version? Found { get; init; }

    /// <summary>Where it comes from.</summary>
    public required DependencyOrigin Origin { get; init; }

    /// <summary>The file in the plugin, absolute, where the plugin brings it.</summary>
    public required string? File { get; init; }

    /// <summary>The names of the assemblies that reference it, in order.</summary>
    public required IReadOnlyList<string> ReferencedBy { get; init; }
}
