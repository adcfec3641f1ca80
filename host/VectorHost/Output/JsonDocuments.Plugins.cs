using System.Text.Json;
using VectorHost.Hosting.Catalog;
using VectorHost.Hosting.Discovery;
using VectorHost.Hosting.Inspection;
using VectorHost.Session;

namespace VectorHost.Output;

/// <content>What <c>backends</c> and <c>plugins</c> print.</content>
internal static partial class JsonDocuments
{
    public static BackendsDocument Of(PluginCatalog catalog, HostSettings settings) => new(
        catalog.PluginsDirectory,
        settings.Backend,
        settings.RequiredBackends,
        Name(settings.Integrity),
        Milliseconds(catalog.ScanDuration),
        [.. catalog.Plugins.Select(plugin => new PluginDocument(
            plugin.Name,
            [.. plugin.Backends.Select(backend => new BackendDocument(backend.Name, backend.DisplayName, BackendStates.Of(catalog, plugin, backend)))],
            plugin.AssemblyFile,
            plugin.Version?.ToString(),
            plugin.ContractVersion?.ToString(),
            plugin.TargetFramework,
            Name(plugin.State),
            Milliseconds(plugin.InspectionTime),
            [.. plugin.Problems.Select(Of)]))],
        [.. catalog.Notes.Select(Of)]);

    public static InspectionDocument Of(PluginReport report) => new(
        report.Source,
        report.Plugin.Name,
        report.Plugin.AssemblyFile,
        report.Plugin.Version?.ToString(),
        report.Plugin.ContractVersion?.ToString(),
        report.Plugin.TargetFramework,
        report.Plugin.State == PluginState.Ready,
        [.. report.Plugin.Backends.Select(backend => new InspectedBackendDocument(backend.Name, backend.DisplayName, backend.TypeName))],
        [.. report.Dependencies.Select(dependency => new DependencyDocument(
            dependency.Name,
            dependency.Needed.ToString(),
            dependency.Found?.ToString(),
            Name(dependency.Origin),
            dependency.File,
            dependency.ReferencedBy))],
        [.. report.Natives.Select(native => new NativeDocument(native.RuntimeIdentifier, native.Path, native.IsForThisPlatform))],
        [.. report.Plugin.Problems.Select(Of)]);

    private static ProblemDocument Of(PluginProblem problem) =>
        new(problem.Code, Name(problem.Severity), problem.Cause, problem.Remedy, problem.File);

    private static string Name<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    private static double Milliseconds(TimeSpan time) => Math.Round(time.TotalMilliseconds, 3);

    internal sealed record BackendsDocument(
        string PluginsDirectory,
        string Selected,
        IReadOnlyList<string> Required,
        string Integrity,
        double Milliseconds,
        IReadOnlyList<PluginDocument> Plugins,
        IReadOnlyList<ProblemDocument> Notes);

    internal sealed record PluginDocument(
        string Plugin,
        IReadOnlyList<BackendDocument> Backends,
        string File,
        string? Version,
        string? ContractVersion,
        string? TargetFramework,
        string State,
        double Milliseconds,
        IReadOnlyList<ProblemDocument> Problems);

    internal sealed record BackendDocument(string Name, string DisplayName, string State);

    internal sealed record ProblemDocument(string Code, string Severity, string Cause, string Remedy, string File);

    internal sealed record InspectionDocument(
        string Source,
        string Plugin,
        string File,
        string? Version,
        string? ContractVersion,
        string? TargetFramework,
        bool Accepted,
        IReadOnlyList<InspectedBackendDocument> Backends,
        IReadOnlyList<DependencyDocument> Dependencies,
        IReadOnlyList<NativeDocument> Natives,
        IReadOnlyList<ProblemDocument> Problems);

    internal sealed record InspectedBackendDocument(string Name, string DisplayName, string Type);

    internal sealed record DependencyDocument(
        string Assembly, string Needed, string? Found, string From, string? File, IReadOnlyList<string> ReferencedBy);

    internal sealed record NativeDocument(string? RuntimeIdentifier, string Path, bool ForThisPlatform);
}
