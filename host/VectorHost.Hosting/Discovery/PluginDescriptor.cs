namespace VectorHost.Hosting.Discovery;

/// <summary>Everything that reading a candidate's files told about it. Nothing of it was loaded or run.</summary>
public sealed record PluginDescriptor
{
    /// <summary>The name of its folder or file, without the extension, as on disk.</summary>
    public required string Name { get; init; }

    /// <summary>The shape in which it lies in the folder of plugins.</summary>
    public required PluginLayout Layout { get; init; }

    /// <summary>The folder that holds its files, absolute, with links resolved.</summary>
    public required string Directory { get; init; }

    /// <summary>The main assembly, absolute, as found; it need not exist for a rejected candidate.</summary>
    public required string AssemblyFile { get; init; }

    /// <summary>The assembly's simple name, where it could be read.</summary>
    public string? AssemblyName { get; init; }

    /// <summary>The assembly's version, where it could be read.</summary>
    public Version? Version { get; init; }

    /// <summary>The version of the contract that it was built against.</summary>
    public Version? ContractVersion { get; init; }

    /// <summary>The framework that it was built for, such as <c>.NETCoreApp,Version=v10.0</c>.</summary>
    public string? TargetFramework { get; init; }

    /// <summary>The backends that it declares, also those of a rejected plugin.</summary>
    public IReadOnlyList<BackendDescriptor> Backends { get; init; } = [];

    /// <summary>Everything that is wrong or remarkable, in the order in which it was found.</summary>
    public IReadOnlyList<PluginProblem> Problems { get; init; } = [];

    /// <summary>How long it took to read it.</summary>
    public TimeSpan InspectionTime { get; init; }

    /// <summary>Whether it can be loaded.</summary>
    public PluginState State =>
        Problems.Any(problem => problem.Severity == ProblemSeverity.Error) ? PluginState.Rejected
        : Backends.Count == 0 ? PluginState.Ignored
        : PluginState.Ready;

    /// <summary>The backend of a name, if it declares it; case does not matter.</summary>
    internal BackendDescriptor? FindBackend(string name) =>
        Backends.FirstOrDefault(backend => BackendName.Comparer.Equals(backend.Name, name));

    /// <summary>The folder of plugins, which no link of the plugin may leave; absolute, with links resolved.</summary>
    internal string Root { get; init; } = "";

    /// <summary>The files as they were when they were read.</summary>
    internal PluginFiles Files { get; init; } = PluginFiles.None;

    /// <summary>
    /// The main assembly and all assemblies that it reaches: another compilation has others, even where size and time of
    /// the file are the same.
    /// </summary>
    internal IReadOnlyList<ModuleIdentity> Modules { get; init; } = [];
}
