using Spectre.Console;
using VectorHost.Hosting.Discovery;
using VectorHost.Hosting.Inspection;

namespace VectorHost.Output;

/// <summary>Shows to a person what a plugin is and needs.</summary>
internal static class InspectionReport
{
    public static void Write(Terminal terminal, PluginReport report)
    {
        PluginDescriptor plugin = report.Plugin;
        terminal.Say($"plugin      {plugin.Name} {plugin.Version}");
        terminal.Say($"file        {plugin.AssemblyFile}");
        terminal.Say($"contract    {plugin.ContractVersion?.ToString() ?? "none"}");
        terminal.Say($"framework   {plugin.TargetFramework ?? "not stated"}");
        terminal.Say($"backends    {(plugin.Backends.Count == 0 ? "none" : string.Join(", ", plugin.Backends.Select(Describe)))}");
        WriteDependencies(terminal, report.Dependencies);
        WriteNatives(terminal, report.Natives);
        foreach (PluginProblem problem in plugin.Problems)
        {
            terminal.Say($"{Name(problem.Severity),-11} {problem}");
        }

        terminal.Say($"verdict     {Verdict(plugin)}");
    }

    private static string Describe(BackendDescriptor backend) => $"{backend.Name} ({backend.TypeName})";

    private static string Name(ProblemSeverity severity) => severity.ToString().ToLowerInvariant();

    private static string Verdict(PluginDescriptor plugin) => plugin.State switch
    {
        PluginState.Ready => "it would be accepted",
        PluginState.Rejected => "it would be rejected",
        _ => "it would be passed over: it is no plugin",
    };

    private static void WriteDependencies(Terminal terminal, IReadOnlyList<PluginDependency> dependencies)
    {
        PluginDependency[] shown = [.. dependencies.Where(dependency => dependency.Origin != DependencyOrigin.Runtime)];
        int fromRuntime = dependencies.Count - shown.Length;
        terminal.Say($"needs       {shown.Length} assemblies{(fromRuntime == 0 ? "" : $", and {fromRuntime} of the runtime")}");
        if (shown.Length == 0)
        {
            return;
        }

        Table table = new Table().Border(TableBorder.None).AddColumns("assembly", "needed", "found", "from", "referenced by");
        foreach (PluginDependency dependency in shown)
        {
            table.AddRow(
                new Text(Terminal.Printable(dependency.Name)),
                new Text(dependency.Needed.ToString()),
                new Text(dependency.Found?.ToString() ?? "-"),
                new Text(dependency.Origin == DependencyOrigin.Plugin ? Path.GetFileName(dependency.File!) : Words(dependency.Origin)),
                new Text(Terminal.Printable(string.Join(", ", dependency.ReferencedBy))));
        }

        terminal.Results.Write(new Padder(table, new Padding(left: 12, top: 0, right: 0, bottom: 0)));
    }

    private static string Words(DependencyOrigin origin) => origin == DependencyOrigin.Host ? "the host" : "nowhere";

    private static void WriteNatives(Terminal terminal, IReadOnlyList<NativeLibrary> natives)
    {
        foreach (IGrouping<string?, NativeLibrary> platform in natives.GroupBy(native => native.RuntimeIdentifier))
        {
            string here = platform.Any(native => native.IsForThisPlatform) ? " (this platform)" : "";
            terminal.Say($"native      {platform.Key ?? "any"}{here}: {string.Join(", ", platform.Select(native => native.Path))}");
        }

        if (natives.Count > 0 && !natives.Any(native => native.IsForThisPlatform))
        {
            terminal.Say("native      none for this platform");
        }
    }
}
