namespace VectorHost.Hosting.Discovery;

/// <summary>A place at which a plugin is expected, before anything of it was opened.</summary>
/// <param name="Name">The name of the folder or file.</param>
/// <param name="Layout">Which of the two.</param>
/// <param name="Directory">The folder that holds its files, without links.</param>
/// <param name="AssemblyFile">Where its main assembly must be.</param>
/// <param name="Root">The folder that no link may leave, without links.</param>
internal sealed record PluginCandidate(string Name, PluginLayout Layout, string Directory, string AssemblyFile, string Root)
{
    /// <summary>The descriptor of the candidate, with nothing in it yet but what is wrong.</summary>
    public PluginDescriptor Describe(params IReadOnlyList<PluginProblem> problems) => new()
    {
        Name = Name,
        Layout = Layout,
        Directory = Directory,
        AssemblyFile = AssemblyFile,
        Root = Root,
        Problems = problems,
    };
}
